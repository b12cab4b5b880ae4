// The forms of step_form.cpp by what they are of, and what they share.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <utility>
#include <vector>

#include "demo/step_form.hpp"

namespace xinfang {

using Fields = std::function<Json(const StepForm&)>;
using FieldsByStep = std::map<std::string, Fields>;

const FieldsByStep& disposal_forms();  // step_form.cpp: until a part is accepted somewhere
const FieldsByStep& handling_forms();  // step_form_handling.cpp
const FieldsByStep& round_forms();     // step_form_rounds.cpp: review, supervision, what comes after

// One of the texts of demo/petitions.toml, pools, told of this petition.
std::string from_pool(const StepForm& form, const std::string& pool);
// A form of texts alone: {field, pool}; a text that is empty is left out.
Fields texts_only(std::vector<std::pair<const char*, const char*>> fields);
std::string day_ahead(const StepForm& form, std::int64_t least, std::int64_t most);
std::string today(const StepForm& form);
// How a paper reached the petitioner today.
Json served(const StepForm& form);

}  // namespace xinfang
