// Loaded before the program (LD_PRELOAD): what a disk and a clock can do to it, and a record of what
// it does to its disk. Orders stand in the first bytes of the file that FIRE_CONTROL names, mapped by
// both sides; they touch files below FIRE_FOLDER only. With FIRE_JOURNAL, every write, flush and
// change of a folder there is written down in the order in which it was done, one at a time.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <time.h>
#include <unistd.h>

struct control {
  volatile int64_t done;         // deeds written down
  volatile int64_t clock_shift;  // nanoseconds on the clock of the day
  volatile int64_t error;        // errno of every attempt to write; 0: none
};

static struct control* control;
static const char* folder;
static size_t folder_size;
static int journal = -1;
static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))

__attribute__((constructor)) static void begin(void) {
  const char* path = getenv("FIRE_CONTROL");
  folder = getenv("FIRE_FOLDER");
  if (!path || !folder) return;
  folder_size = strlen(folder);
  const int file = REAL(open)(path, O_RDWR | O_CLOEXEC);
  if (file < 0) return;
  void* mapped = mmap(NULL, sizeof(struct control), PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (mapped != MAP_FAILED) control = mapped;
  if (control && getenv("FIRE_JOURNAL")) {
    journal = REAL(open)(getenv("FIRE_JOURNAL"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  }
}

static int ours(const char* path) {
  return control && path && strncmp(path, folder, folder_size) == 0;
}

static int path_of(int file, char* path) {
  char link[40];
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  const ssize_t length = control ? readlink(link, path, PATH_MAX - 1) : -1;
  if (length < 0) return 0;
  path[length] = 0;
  return ours(path);
}

// One deed: kind, length of the path, offset, length of the bytes; then both.
static void note(char kind, const char* path, int64_t offset, const void* bytes, int64_t length) {
  if (journal < 0) return;
  struct {
    int64_t kind, path, offset, length;
  } head = {kind, (int64_t)strlen(path), offset, length};
  __typeof__(&write) put = REAL(write);
  if (put(journal, &head, sizeof head) != sizeof head || put(journal, path, head.path) != head.path ||
      (length > 0 && put(journal, bytes, length) != length)) {
    abort();
  }
  ++control->done;
}

// The order written down is the order on the disk: one deed at a time while a journal is kept.
#define DEED(good, call, written)                 \
  if (control->error) {                           \
    errno = (int)control->error;                  \
    return -1;                                    \
  }                                               \
  if (journal < 0) return call;                   \
  pthread_mutex_lock(&mutex);                     \
  const __typeof__(call) result = call;           \
  const int error = errno;                        \
  if (result good) {                              \
    written;                                      \
  }                                               \
  pthread_mutex_unlock(&mutex);                   \
  errno = error;                                  \
  return result

ssize_t write(int file, const void* bytes, size_t length) {
  char path[PATH_MAX];
  if (!path_of(file, path)) return REAL(write)(file, bytes, length);
  const off_t at = lseek(file, 0, SEEK_CUR);
  DEED(> 0, REAL(write)(file, bytes, length), note('w', path, at, bytes, result));
}

ssize_t pwrite64(int file, const void* bytes, size_t length, off64_t at) {
  char path[PATH_MAX];
  if (!path_of(file, path)) return REAL(pwrite64)(file, bytes, length, at);
  DEED(> 0, REAL(pwrite64)(file, bytes, length, at), note('w', path, at, bytes, result));
}

ssize_t pwrite(int file, const void* bytes, size_t length, off_t at) {
  return pwrite64(file, bytes, length, at);
}

int ftruncate64(int file, off64_t length) {
  char path[PATH_MAX];
  if (!path_of(file, path)) return REAL(ftruncate64)(file, length);
  DEED(== 0, REAL(ftruncate64)(file, length), note('t', path, length, NULL, 0));
}

int ftruncate(int file, off_t length) { return ftruncate64(file, length); }

static int flush(int file, int data_only) {
  char path[PATH_MAX];
  __typeof__(&fsync) real = data_only ? REAL(fdatasync) : REAL(fsync);
  if (!path_of(file, path)) return real(file);
  struct stat facts;
  const char kind = fstat(file, &facts) == 0 && S_ISDIR(facts.st_mode) ? 'd' : 's';
  DEED(== 0, real(file), note(kind, path, 0, NULL, 0));
}

int fsync(int file) { return flush(file, 0); }
int fdatasync(int file) { return flush(file, 1); }

int rename(const char* from, const char* to) {
  if (!ours(to)) return REAL(rename)(from, to);
  DEED(== 0, REAL(rename)(from, to), note('r', from, 0, to, (int64_t)strlen(to)));
}

int unlink(const char* path) {
  if (!ours(path) || (control->error && control->error != EROFS)) return REAL(unlink)(path);
  DEED(== 0, REAL(unlink)(path), note('u', path, 0, NULL, 0));
}

int rmdir(const char* path) {
  if (!ours(path) || (control->error && control->error != EROFS)) return REAL(rmdir)(path);
  DEED(== 0, REAL(rmdir)(path), note('x', path, 0, NULL, 0));
}

int mkdir(const char* path, mode_t mode) {
  if (!ours(path)) return REAL(mkdir)(path, mode);
  DEED(== 0, REAL(mkdir)(path, mode), note('m', path, 0, NULL, 0));
}

static int opened(const char* path, int flags, mode_t mode) {
  if (!ours(path) || !(flags & (O_CREAT | O_WRONLY | O_RDWR))) return REAL(open64)(path, flags, mode);
  const int missing = access(path, F_OK) != 0;
  const int changes = missing ? flags & O_CREAT : control->error == EROFS;
  if (!changes) return REAL(open64)(path, flags, mode);
  DEED(>= 0, REAL(open64)(path, flags, mode), if (missing) note('c', path, 0, NULL, 0));
}

int open64(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return opened(path, flags, mode);
}

int open(const char* path, int flags, ...) {
  va_list more;
  va_start(more, flags);
  const mode_t mode = flags & O_CREAT ? va_arg(more, mode_t) : 0;
  va_end(more);
  return opened(path, flags, mode);
}

int mkostemp(char* pattern, int flags) {
  if (!ours(pattern)) return REAL(mkostemp)(pattern, flags);
  DEED(>= 0, REAL(mkostemp)(pattern, flags), note('c', pattern, 0, NULL, 0));
}

int mkostemp64(char* pattern, int flags) { return mkostemp(pattern, flags); }

int clock_gettime(clockid_t which, struct timespec* at) {
  const int result = REAL(clock_gettime)(which, at);
  if (result != 0 || !control || which != CLOCK_REALTIME || !control->clock_shift) return result;
  const int64_t now = at->tv_sec * 1000000000LL + at->tv_nsec + control->clock_shift;
  at->tv_sec = now / 1000000000LL;
  at->tv_nsec = now % 1000000000LL;
  return 0;
}

int gettimeofday(struct timeval* at, void* zone) {
  (void)zone;
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  at->tv_sec = now.tv_sec;
  at->tv_usec = now.tv_nsec / 1000;
  return 0;
}

time_t time(time_t* at) {
  struct timespec now;
  clock_gettime(CLOCK_REALTIME, &now);
  if (at) *at = now.tv_sec;
  return now.tv_sec;
}
