#include "cli/doctor_command.hpp"

#include <ostream>

#include "cli/command_options.hpp"
#include "cli/law_words.hpp"
#include "services/health_service.hpp"

namespace xinfang {
namespace {

std::string sqlite_file(const DatabaseOptions& options) {
  constexpr std::string_view kScheme = "sqlite:";
  return options.url.starts_with(kScheme) ? options.url.substr(kScheme.size()) : std::string();
}

std::string sentence(const Messages& messages, Language language, const Ailment& ailment) {
  std::string names;
  for (const std::string& name : ailment.examples) {
    names += (names.empty() ? "" : messages.say(language, "law.matter.comma")) + name;
  }
  if (ailment.count > static_cast<std::int64_t>(ailment.examples.size())) names += " ...";
  return messages.say(language, "doctor." + ailment.code,
                      {{"count", std::to_string(ailment.count)}, {"names", names}}) +
         " [" + ailment.code + "]";
}

}  // namespace

int run_doctor(OpenOffice& open, const SetupOptions& setup,
               const std::vector<std::string>& arguments, std::ostream& out, std::ostream& err) {
  const Messages& messages = open.office().messages;
  const auto asked = read_options(arguments, {"--language"});
  const std::string wanted = asked && asked->has("--language") ? asked->value("--language") : "zh";
  const Language language = wanted == "en" ? Language::en : Language::zh;
  if (!asked || !asked->words.empty() || (wanted != "zh" && wanted != "en")) {
    err << messages.say(language, "doctor.usage") << "\n";
    return 2;
  }
  const HealthPlaces places{setup.data, sqlite_file(main_database_options(setup)),
                            sqlite_file(key_database_options(setup))};
  const auto found = ailments_of(open.office(), open.key_database(), places);
  for (const Ailment& ailment : found) out << sentence(messages, language, ailment) << "\n";
  out << messages.say(language, found.empty() ? "doctor.well" : "doctor.sum",
                      {{"count", std::to_string(found.size())}})
      << "\n";
  return found.empty() ? 0 : 1;
}

}  // namespace xinfang
