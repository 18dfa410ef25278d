/*
 * What a program does to one folder of the disk, written down and, on demand, made to fail. Preloaded (LD_PRELOAD) into the
 * program under test; everything is told by environment:
 *   DISK_ROOT      folder that is watched, an absolute path without links
 *   DISK_TRACE     file that takes one record per change, in the order in which they took effect (disk-trace.ts reads it)
 *   DISK_MARKS     file outside the folder: what is written to it is put into the trace as well, as marks of the program
 *   DISK_FAULT     control file, looked at before every change: "full BYTES" lets the folder hold so much and no more,
 *                  "readonly" refuses every change, "eio" fails every sync; empty or absent = a healthy disk
 *   SLOWFSYNC_US   added to every sync, so that a commit costs what it costs on a given disk (put the data on tmpfs)
 * A change and its record are made under one lock, so that the trace has one order over all threads. A sync is not: it has a
 * record when it begins and one when it has ended, and only what was written before it began is safe. Linux, 64 bits.
 */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <limits.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <sys/uio.h>
#include <time.h>
#include <unistd.h>

enum { OPENED = 1, CREATED, WRITTEN, TRUNCATED, UNLINKED, RENAMED, MADE_FOLDER, REMOVED_FOLDER, SYNC_BEGAN, SYNC_ENDED, MARKED };

struct record { uint32_t kind, path_length; uint64_t inode, offset, length; };

#define MOST_FILES 65536
#define REAL(result, name, ...) \
  static result (*real_##name)(__VA_ARGS__); \
  if (real_##name == NULL) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_once_t once = PTHREAD_ONCE_INIT;
static const char *root, *marks, *fault_file;
static int trace_fd = -1;
static long slow_us;
static uint64_t syncs;
/* Inode of a watched file that is open as this descriptor; 0 = none of ours, MARKS = the marks. */
static uint64_t watched[MOST_FILES];
static const uint64_t MARKS = UINT64_MAX;

static ssize_t raw_write(int fd, const void *bytes, size_t length) {
  REAL(ssize_t, write, int, const void *, size_t);
  return real_write(fd, bytes, length);
}

static void prepare(void) {
  root = getenv("DISK_ROOT");
  marks = getenv("DISK_MARKS");
  fault_file = getenv("DISK_FAULT");
  const char *slow = getenv("SLOWFSYNC_US");
  slow_us = slow == NULL ? 0 : atol(slow);
  const char *trace = getenv("DISK_TRACE");
  REAL(int, open64, const char *, int, ...);
  if (trace != NULL) trace_fd = real_open64(trace, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0644);
}

static void begin(void) {
  pthread_once(&once, prepare);
  pthread_mutex_lock(&lock);
}

static void end(void) {
  int error = errno;
  pthread_mutex_unlock(&lock);
  errno = error;
}

static void all_of(int fd, const char *bytes, size_t length) {
  while (length > 0) {
    ssize_t n = raw_write(fd, bytes, length);
    if (n < 0 && errno == EINTR) continue;
    if (n <= 0) abort(); /* A trace with a hole would prove nothing. */
    bytes += n;
    length -= (size_t)n;
  }
}

static void record(uint32_t kind, const char *path, uint64_t inode, uint64_t offset, const void *bytes, size_t length) {
  if (trace_fd < 0) return;
  int error = errno;
  struct record head = { kind, path == NULL ? 0 : (uint32_t)strlen(path), inode, offset, length };
  all_of(trace_fd, (const char *)&head, sizeof head);
  if (path != NULL) all_of(trace_fd, path, head.path_length);
  if (length > 0) all_of(trace_fd, bytes, length);
  errno = error;
}

/* The path below the root, or NULL for one that is not ours. `buffer` has PATH_MAX bytes. */
static const char *below_root(int folder, const char *path, char *buffer) {
  if (root == NULL || path == NULL) return NULL;
  char base[PATH_MAX] = "";
  if (path[0] != '/') {
    if (folder == AT_FDCWD) {
      if (getcwd(base, sizeof base) == NULL) return NULL;
    } else {
      char link[64];
      snprintf(link, sizeof link, "/proc/self/fd/%d", folder);
      ssize_t n = readlink(link, base, sizeof base - 1);
      if (n < 0) return NULL;
      base[n] = 0;
    }
    if (snprintf(buffer, PATH_MAX, "%s/%s", base, path) >= PATH_MAX) return NULL;
  } else if (snprintf(buffer, PATH_MAX, "%s", path) >= PATH_MAX) {
    return NULL;
  }
  size_t length = strlen(root), total = strlen(buffer);
  while (total > length && buffer[total - 1] == '/') buffer[--total] = 0;
  if (strncmp(buffer, root, length) != 0) return NULL;
  if (buffer[length] == 0) return buffer + length;
  return buffer[length] == '/' ? buffer + length + 1 : NULL;
}

/* Descriptors may be closed behind our back and given to another file: the inode decides. */
static uint64_t inode_of(int fd) {
  if (fd < 0 || fd >= MOST_FILES || watched[fd] == 0) return 0;
  if (watched[fd] == MARKS) return MARKS;
  struct stat s;
  if (fstat(fd, &s) != 0 || s.st_ino != watched[fd]) {
    watched[fd] = 0;
    return 0;
  }
  return watched[fd];
}

/* Faults. */

static uint64_t used;
static int add_size(const char *path, const struct stat *s, int type, struct FTW *place) {
  (void)path, (void)place;
  if (type == FTW_F) used += (uint64_t)s->st_size;
  return 0;
}

static uint64_t bytes_used(void) {
  used = 0;
  int error = errno;
  nftw(root, add_size, 16, FTW_PHYS);
  errno = error;
  return used;
}

/* First word of the control file; its number in `*number`. */
static char fault(uint64_t *number) {
  if (fault_file == NULL) return 0;
  REAL(int, open64, const char *, int, ...);
  int error = errno, fd = real_open64(fault_file, O_RDONLY | O_CLOEXEC);
  char text[64] = "";
  if (fd >= 0) {
    ssize_t n = read(fd, text, sizeof text - 1);
    text[n < 0 ? 0 : n] = 0;
    close(fd);
  }
  errno = error;
  const char *space = strchr(text, ' ');
  if (number != NULL) *number = space == NULL ? 0 : strtoull(space + 1, NULL, 10);
  return text[0];
}

static int is_readonly(void) {
  if (fault(NULL) != 'r') return 0;
  errno = EROFS;
  return 1;
}

/* How many of `length` bytes at `offset` fit: only what makes the file longer takes space. */
static ssize_t fitting(int fd, uint64_t offset, size_t length) {
  uint64_t capacity;
  if (fault(&capacity) != 'f') return (ssize_t)length;
  struct stat s;
  if (fstat(fd, &s) != 0) return (ssize_t)length;
  uint64_t size = (uint64_t)s.st_size, wanted = offset + length;
  if (wanted <= size) return (ssize_t)length;
  uint64_t now = bytes_used(), left = capacity > now ? capacity - now : 0;
  if (wanted - size <= left) return (ssize_t)length;
  uint64_t until = size + left;
  if (until > offset) return (ssize_t)(until - offset);
  errno = ENOSPC;
  return -1;
}

/* Files. */

static void watch(int fd, const char *path, int existed, int flags) {
  struct stat s;
  if (fd >= MOST_FILES || fstat(fd, &s) != 0) abort();
  watched[fd] = s.st_ino;
  record(existed ? OPENED : CREATED, path, s.st_ino, 0, NULL, 0);
  if (existed && (flags & O_TRUNC) != 0) record(TRUNCATED, NULL, s.st_ino, 0, NULL, 0);
}

static int opened(int folder, const char *path, int flags, mode_t mode) {
  REAL(int, openat64, int, const char *, int, ...);
  begin();
  char buffer[PATH_MAX];
  const char *ours = below_root(folder, path, buffer);
  struct stat s;
  int existed = ours == NULL || fstatat(folder, path, &s, 0) == 0, fd = -1;
  int changes = (flags & (O_WRONLY | O_RDWR | O_TRUNC)) != 0 || !existed;
  int refused = 0;
  if (ours != NULL && changes && is_readonly()) refused = 1;
  uint64_t capacity;
  if (!refused && !existed && (flags & O_CREAT) != 0 && fault(&capacity) == 'f' && bytes_used() >= capacity) {
    errno = ENOSPC;
    refused = 1;
  }
  if (!refused) fd = real_openat64(folder, path, flags, mode);
  if (fd >= 0 && fd < MOST_FILES) watched[fd] = 0;
  if (fd >= 0 && ours != NULL) watch(fd, ours, existed, flags);
  else if (fd >= 0 && fd < MOST_FILES && marks != NULL && strcmp(path, marks) == 0) watched[fd] = MARKS;
  end();
  return fd;
}

#define MODE_OF(flags) \
  mode_t mode = 0; \
  if (((flags) & (O_CREAT | O_TMPFILE)) != 0) { \
    va_list list; \
    va_start(list, flags); \
    mode = va_arg(list, mode_t); \
    va_end(list); \
  }

int open(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int open64(const char *path, int flags, ...) { MODE_OF(flags) return opened(AT_FDCWD, path, flags, mode); }
int openat(int folder, const char *path, int flags, ...) { MODE_OF(flags) return opened(folder, path, flags, mode); }
int openat64(int folder, const char *path, int flags, ...) { MODE_OF(flags) return opened(folder, path, flags, mode); }

int close(int fd) {
  REAL(int, close, int);
  if (fd >= 0 && fd < MOST_FILES) watched[fd] = 0;
  return real_close(fd);
}

/* `offset` < 0: where the descriptor stands. */
static ssize_t written(int fd, const void *bytes, size_t length, off64_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  if (fd < 0 || fd >= MOST_FILES || watched[fd] == 0)
    return offset < 0 ? raw_write(fd, bytes, length) : real_pwrite64(fd, bytes, length, offset);
  begin();
  uint64_t inode = inode_of(fd);
  off64_t at = offset;
  ssize_t n = (ssize_t)length;
  if (inode != 0 && inode != MARKS) {
    struct stat s;
    if (offset < 0) at = (fcntl(fd, F_GETFL) & O_APPEND) != 0 && fstat(fd, &s) == 0 ? s.st_size : lseek64(fd, 0, SEEK_CUR);
    n = is_readonly() ? -1 : fitting(fd, (uint64_t)at, length);
  }
  if (n >= 0) n = offset < 0 ? raw_write(fd, bytes, (size_t)n) : real_pwrite64(fd, bytes, (size_t)n, offset);
  if (n > 0 && inode == MARKS) record(MARKED, NULL, 0, 0, bytes, (size_t)n);
  else if (n > 0 && inode != 0) record(WRITTEN, NULL, inode, (uint64_t)at, bytes, (size_t)n);
  end();
  return n;
}

static ssize_t written_many(int fd, const struct iovec *parts, int count, off64_t offset) {
  size_t length = 0;
  for (int i = 0; i < count; i++) length += parts[i].iov_len;
  char *bytes = malloc(length == 0 ? 1 : length);
  if (bytes == NULL) abort();
  size_t at = 0;
  for (int i = 0; i < count; i++) {
    memcpy(bytes + at, parts[i].iov_base, parts[i].iov_len);
    at += parts[i].iov_len;
  }
  ssize_t n = written(fd, bytes, length, offset);
  free(bytes);
  return n;
}

ssize_t write(int fd, const void *bytes, size_t length) { return written(fd, bytes, length, -1); }
ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset) { return written(fd, bytes, length, offset); }
ssize_t pwrite64(int fd, const void *bytes, size_t length, off64_t offset) { return written(fd, bytes, length, offset); }
ssize_t writev(int fd, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  if (fd < 0 || fd >= MOST_FILES || watched[fd] == 0) return real_writev(fd, parts, count);
  return written_many(fd, parts, count, -1);
}
ssize_t pwritev(int fd, const struct iovec *parts, int count, off_t offset) {
  return written_many(fd, parts, count, offset);
}
ssize_t pwritev64(int fd, const struct iovec *parts, int count, off64_t offset) {
  return written_many(fd, parts, count, offset);
}

static int resized(int fd, off64_t size) {
  REAL(int, ftruncate64, int, off64_t);
  begin();
  uint64_t inode = inode_of(fd);
  int result = -1;
  if (inode == 0 || !is_readonly()) result = real_ftruncate64(fd, size);
  if (result == 0 && inode != 0 && inode != MARKS) record(TRUNCATED, NULL, inode, (uint64_t)size, NULL, 0);
  end();
  return result;
}

int ftruncate(int fd, off_t size) { return resized(fd, size); }
int ftruncate64(int fd, off64_t size) { return resized(fd, size); }

static int allocated(int fd, int mode, off64_t offset, off64_t length) {
  REAL(int, fallocate64, int, int, off64_t, off64_t);
  begin();
  uint64_t inode = inode_of(fd);
  int result = -1;
  struct stat s;
  if (inode == 0 || inode == MARKS) result = real_fallocate64(fd, mode, offset, length);
  else if (is_readonly() || fitting(fd, (uint64_t)offset, (size_t)length) < length) errno = errno == EROFS ? EROFS : ENOSPC;
  else result = real_fallocate64(fd, mode, offset, length);
  if (result == 0 && inode != 0 && inode != MARKS && fstat(fd, &s) == 0)
    record(TRUNCATED, NULL, inode, (uint64_t)s.st_size, NULL, 0);
  end();
  return result;
}

int fallocate(int fd, int mode, off_t offset, off_t length) { return allocated(fd, mode, offset, length); }
int fallocate64(int fd, int mode, off64_t offset, off64_t length) { return allocated(fd, mode, offset, length); }
int posix_fallocate(int fd, off_t offset, off_t length) { return allocated(fd, 0, offset, length) == 0 ? 0 : errno; }
int posix_fallocate64(int fd, off64_t offset, off64_t length) { return allocated(fd, 0, offset, length) == 0 ? 0 : errno; }

/* Syncs. */

static int synced(int fd, int (*really)(int)) {
  begin();
  uint64_t inode = inode_of(fd), number = ++syncs;
  int fails = inode != 0 && fault(NULL) == 'e';
  if (inode != 0) record(SYNC_BEGAN, NULL, inode, number, NULL, 0);
  end();
  int result = fails ? -1 : really(fd);
  if (slow_us > 0 && (inode != 0 || root == NULL)) {
    struct timespec wait = { slow_us / 1000000, (slow_us % 1000000) * 1000 };
    nanosleep(&wait, NULL);
  }
  begin();
  if (inode != 0 && result == 0) record(SYNC_ENDED, NULL, inode, number, NULL, 0);
  end();
  if (fails) errno = EIO;
  return result;
}

int fsync(int fd) {
  REAL(int, fsync, int);
  return synced(fd, real_fsync);
}
int fdatasync(int fd) {
  REAL(int, fdatasync, int);
  return synced(fd, real_fdatasync);
}

/* Names. */

int unlinkat(int folder, const char *path, int flags) {
  REAL(int, unlinkat, int, const char *, int);
  begin();
  char buffer[PATH_MAX];
  const char *ours = below_root(folder, path, buffer);
  int result = ours != NULL && is_readonly() ? -1 : real_unlinkat(folder, path, flags);
  if (result == 0 && ours != NULL) record((flags & AT_REMOVEDIR) != 0 ? REMOVED_FOLDER : UNLINKED, ours, 0, 0, NULL, 0);
  end();
  return result;
}
int unlink(const char *path) { return unlinkat(AT_FDCWD, path, 0); }
int rmdir(const char *path) { return unlinkat(AT_FDCWD, path, AT_REMOVEDIR); }
int remove(const char *path) {
  struct stat s;
  return unlinkat(AT_FDCWD, path, lstat(path, &s) == 0 && S_ISDIR(s.st_mode) ? AT_REMOVEDIR : 0);
}

int renameat(int from_folder, const char *from, int to_folder, const char *to) {
  REAL(int, renameat, int, const char *, int, const char *);
  begin();
  char one[PATH_MAX], two[PATH_MAX];
  const char *old = below_root(from_folder, from, one), *new = below_root(to_folder, to, two);
  int result = (old != NULL || new != NULL) && is_readonly() ? -1 : real_renameat(from_folder, from, to_folder, to);
  /* From or to another folder: nothing that a trace of this one could tell. */
  if (result == 0 && (old == NULL) != (new == NULL) && trace_fd >= 0) abort();
  if (result == 0 && old != NULL) record(RENAMED, old, 0, 0, new, strlen(new));
  end();
  return result;
}
int rename(const char *from, const char *to) { return renameat(AT_FDCWD, from, AT_FDCWD, to); }

int mkdirat(int folder, const char *path, mode_t mode) {
  REAL(int, mkdirat, int, const char *, mode_t);
  begin();
  char buffer[PATH_MAX];
  const char *ours = below_root(folder, path, buffer);
  int result = ours != NULL && is_readonly() ? -1 : real_mkdirat(folder, path, mode);
  if (result == 0 && ours != NULL) record(MADE_FOLDER, ours, 0, 0, NULL, 0);
  end();
  return result;
}
int mkdir(const char *path, mode_t mode) { return mkdirat(AT_FDCWD, path, mode); }

/* What a program sees when it asks how much is free. */
static int asked_space(const char *path, struct statfs64 *answer) {
  REAL(int, statfs64, const char *, struct statfs64 *);
  int result = real_statfs64(path, answer);
  begin();
  char buffer[PATH_MAX];
  uint64_t capacity;
  if (result == 0 && below_root(AT_FDCWD, path, buffer) != NULL && fault(&capacity) == 'f') {
    uint64_t now = bytes_used(), left = capacity > now ? capacity - now : 0;
    answer->f_blocks = capacity / (uint64_t)answer->f_bsize;
    answer->f_bavail = answer->f_bfree = left / (uint64_t)answer->f_bsize;
  }
  end();
  return result;
}
int statfs64(const char *path, struct statfs64 *answer) { return asked_space(path, answer); }
int statfs(const char *path, struct statfs *answer) { return asked_space(path, (struct statfs64 *)answer); }
