#include "services/responsibility_view.hpp"

#include "domain/responsibility.hpp"

namespace xinfang {
namespace {

// Whose turn, as spans and totals say it alike; no organ: null and an empty name.
Json holder_json(const OrganDirectory& organs, Turn turn, Id organ_id) {
  const Organ* organ = organs.find(organ_id);
  return Json::object()
      .set("turn", name_of(turn))
      .set("organ_id", organ_id ? Json(id_text(organ_id)) : Json())
      .set("organ", organ ? organ->name : std::string());
}

Json track_json(const OrganDirectory& organs, const ResponsibilityTrack& track) {
  Json spans = Json::array(), totals = Json::array();
  for (const ResponsibilitySpan& span : track.spans) {
    spans.push(holder_json(organs, span.turn, span.organ_id)
                   .set("from", span.from.iso())
                   .set("until", span.until.iso())
                   .set("minutes", span.minutes())
                   .set("state", span.state));
  }
  for (const ResponsibilityTotal& total : track.totals) {
    totals.push(holder_json(organs, total.turn, total.organ_id).set("minutes", total.minutes));
  }
  return Json::object()
      .set("subject", track.subject_no)
      .set("from", track.from.iso())
      .set("until", track.until.iso())
      .set("running", track.running)
      .set("minutes", track.minutes())
      .set("totals", std::move(totals))
      .set("spans", std::move(spans));
}

}  // namespace

Json responsibility_json(Office& office, const LoadedMatter& loaded) {
  const auto law = office.law.now();
  const auto organs = office.organs.now();
  Json tracks = Json::array();
  for (const ResponsibilityTrack& track : responsibility(
           law->of(loaded.matter.rule_set), loaded.events, office.clock.now())) {
    tracks.push(track_json(*organs, track));
  }
  return tracks;
}

}  // namespace xinfang
