// The body of an upload, streamed into a private temporary file.
//
// The folder belongs to the server alone (0700, files 0600) and is emptied at start. The file goes
// with its object unless the handler has moved it away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace xinfang::edge {

// Makes the folder if it is missing and removes what an earlier run left in it. Only files named as
// uploads are touched. Throws std::runtime_error.
void prepare_upload_folder(const std::string& folder);

class UploadFile {
 public:
  explicit UploadFile(const std::string& folder);  // throws std::runtime_error
  UploadFile(const UploadFile&) = delete;
  UploadFile& operator=(const UploadFile&) = delete;
  ~UploadFile();

  bool write(std::string_view piece);  // false: the disk refuses
  bool finish();                       // on disk for good; blocks, so it belongs on a worker

  const std::string& path() const { return path_; }
  std::uint64_t size() const { return size_; }

 private:
  std::string path_;
  int descriptor_ = -1;
  std::uint64_t size_ = 0;
};

}  // namespace xinfang::edge
