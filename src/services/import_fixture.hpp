// An office with the real law and a place for files to import, for the tests of the import.
#pragma once

#include <zlib.h>

#include "services/import_service.hpp"
#include "services/numbers.hpp"
#include "services/office_fixture.hpp"
#include "store/event_store.hpp"
#include "store/matter_store.hpp"
#include "store/verification.hpp"

namespace xinfang {

inline std::string file_text(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

inline const Law& whole_law() {
  static const Law law = [] {
    Law all;
    const Rulebook* base = nullptr;
    for (const std::string id : {"reg2022", "reg2005"}) {
      LawTexts texts;
      for (const auto& entry :
           std::filesystem::directory_iterator(XINFANG_ROOT "/law/" + id)) {
        texts[entry.path().filename().string()] = file_text(entry.path());
      }
      auto loaded = Rulebook::load(id, texts, base);
      if (const auto* errors = std::get_if<std::vector<LawError>>(&loaded)) {
        const LawError& first = errors->front();
        throw std::runtime_error(id + " " + first.file + " " + first.row + ": " + first.problem);
      }
      base = &all.sets.emplace(id, std::get<Rulebook>(std::move(loaded))).first->second;
    }
    return all;
  }();
  return law;
}

class ImportTest : public OfficeTest {
 protected:
  void SetUp() override {
    OfficeTest::SetUp();
    numbers_ = std::make_unique<Numbers>(db());
    Office& plain = OfficeTest::office();
    office_ = std::make_unique<Office>(Office{
        .database = plain.database, .keys = plain.keys, .search = plain.search,
        .clock = plain.clock, .ids = plain.ids, .law = law_, .calendar = calendar_,
        .divisions = plain.divisions, .categories = plain.categories, .messages = plain.messages,
        .organs = plain.organs, .settings = {}, .publish = {}, .edge_figures = {},
        .numbers = numbers_.get()});
    std::filesystem::create_directory(folder_);
    settings.source = "市长信箱";
    settings.file_name = "letters.jsonl";
    settings.organ_id = organ.organ_id;
    settings.region_code = organ.region_code;
  }
  void TearDown() override { std::filesystem::remove_all(folder_); }

  Office& office() { return *office_; }

  std::string write(const std::string& name, const std::string& bytes) {
    const std::string path = (folder_ / name).string();
    if (!name.ends_with(".gz")) {
      std::ofstream(path, std::ios::binary) << bytes;
      return path;
    }
    gzFile file = gzopen(path.c_str(), "wb");
    gzwrite(file, bytes.data(), static_cast<unsigned>(bytes.size()));
    gzclose(file);
    return path;
  }

  // Imports the file; what each record was told is in `told`.
  Result<ImportFigures> import(const std::string& path) {
    told.clear();
    auto file = ImportFile::open(path);
    if (!file) return file.refusal();
    ImportWatcher watcher;
    watcher.record = [this](const ImportedRecord& record) { told.push_back(record); };
    auto figures = import_messages(office(), *file, settings, watcher);
    if (figures) {
      EXPECT_EQ(figures->records, figures->registered + figures->already + figures->refused);
      EXPECT_EQ(figures->records, static_cast<std::int64_t>(told.size()));
    }
    return figures;
  }

  Matter matter_of(const std::string& item_no) {
    const auto place = find_item(db(), item_no);
    if (!place) throw std::runtime_error("no item " + item_no);
    return load_matter(db(), Viewer::system(), place->matter_id)->matter;
  }
  std::string kept(const Matter& matter, const std::string& field) {
    for (const auto& [name, value] :
         read_vault(db(), office().keys, matter.matter_id, {field})) {
      if (name == field) return value;
    }
    return "";
  }
  std::size_t matters() {
    return matters_of_organ(db(), Viewer::system(), false, 0, 1000).size();
  }

  ImportSettings settings;
  std::vector<ImportedRecord> told;

 private:
  const std::filesystem::path folder_ = std::filesystem::temp_directory_path() /
                                        ("xf_import_" + std::to_string(std::random_device{}()));
  LawBook law_{whole_law()};
  CalendarBook calendar_{WorkCalendar::parse(
                             file_text(XINFANG_ROOT "/law/calendar/days.csv"),
                             file_text(XINFANG_ROOT "/law/calendar/calendar.toml"))
                             .value()};
  std::unique_ptr<Numbers> numbers_;
  std::unique_ptr<Office> office_;
};

}  // namespace xinfang
