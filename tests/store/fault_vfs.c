/* A disk that loses its power: beneath SQLite, it remembers every write since a file's last flush, and at the cut
 * keeps a random part of them, torn at sectors. Loaded by the shipped driver as an extension, it becomes the default
 * VFS; only files in the watched folder are affected.
 *
 * What is durable lies in a second folder, the platter: a flush brings it up to date. A file's name is durable from
 * its first flush on: SQLite flushes the folder then. A deletion reaches the platter at once, or when the folder is
 * flushed the next time. */
#include <fcntl.h>
#include <sqlite3ext.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

SQLITE_EXTENSION_INIT1

#define SECTOR 512
#define FILES 32
#define LONGEST 1024

typedef struct Change {
    sqlite3_int64 at;
    int size; /* -1: the file ends at `at` */
    struct Change *next;
    char bytes[];
} Change;

typedef struct {
    char path[LONGEST];
    int fresh;   /* never flushed under this name */
    int lingers; /* deleted, and there again if the power goes before the folder is flushed */
    Change *first, *last;
} Disk;

typedef struct {
    sqlite3_file base;
    Disk *disk;
    sqlite3_file real[];
} File;

static sqlite3_vfs *system_vfs, cutting_vfs;
static sqlite3_io_methods methods;
static Disk disks[FILES];
static int used;
static char watched[LONGEST], platter[LONGEST];
static unsigned long long dice;
static int writes, cut_at, lying, dark;

static sqlite3_mutex *lock(void) { return sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_APP1); }

static int heads(void) {
    dice ^= dice << 13;
    dice ^= dice >> 7;
    dice ^= dice << 17;
    return (int)((dice >> 33) & 1);
}

static int is_watched(const char *path) { return path && *watched && !strncmp(path, watched, strlen(watched)); }

static void platter_path(const Disk *disk, char *path) {
    snprintf(path, 2 * LONGEST, "%s%s", platter, disk->path + strlen(watched));
}

static void forget(Disk *disk) {
    while (disk->first) {
        Change *change = disk->first;
        disk->first = change->next;
        free(change);
    }
    disk->last = NULL;
}

static Disk *disk_of(const char *path) {
    if (!is_watched(path)) return NULL;
    for (int i = 0; i < used; i++)
        if (!strcmp(disks[i].path, path)) return &disks[i];
    if (used == FILES) abort();
    Disk *disk = &disks[used++];
    *disk = (Disk){.lingers = 0};
    snprintf(disk->path, LONGEST, "%s", path);
    char there[2 * LONGEST];
    platter_path(disk, there);
    disk->fresh = access(there, F_OK) != 0;
    return disk;
}

static void remember(Disk *disk, sqlite3_int64 at, const void *bytes, int size) {
    Change *change = malloc(sizeof(Change) + (size > 0 ? size : 0));
    if (!change) abort();
    *change = (Change){.at = at, .size = size};
    if (size > 0) memcpy(change->bytes, bytes, size);
    if (disk->last) disk->last->next = change;
    else disk->first = change;
    disk->last = change;
}

static void must(int done) {
    if (!done) abort();
}

/* The names in the folder are durable as they are now. */
static void settle_names(void) {
    for (int i = 0; i < used; i++) {
        char there[2 * LONGEST];
        platter_path(&disks[i], there);
        if (disks[i].lingers) unlink(there);
        disks[i].lingers = 0;
    }
}

/* Bring what was written since the last flush onto the platter: all of it, or a random part. */
static void settle(Disk *disk, int all) {
    char path[2 * LONGEST];
    platter_path(disk, path);
    if (disk->fresh) unlink(path);
    int there = open(path, O_RDWR | O_CREAT, 0600);
    must(there >= 0);
    for (Change *change = disk->first; change; change = change->next) {
        if (change->size < 0) {
            if (all || heads()) must(ftruncate(there, change->at) == 0);
            continue;
        }
        for (int from = 0; from < change->size; from += SECTOR) {
            int size = change->size - from < SECTOR ? change->size - from : SECTOR;
            if (all || heads()) must(pwrite(there, change->bytes + from, size, change->at + from) == size);
        }
    }
    close(there);
    forget(disk);
    disk->fresh = 0;
}

/* One more step that a cut may come before; gives whether there is power. */
static int powered(void) {
    writes++;
    if (cut_at && writes >= cut_at) dark = 1;
    return !dark;
}

static sqlite3_file *real(sqlite3_file *file) { return ((File *)file)->real; }

static int cut_close(sqlite3_file *file) { return real(file)->pMethods->xClose(real(file)); }

static int cut_read(sqlite3_file *file, void *into, int size, sqlite3_int64 at) {
    return real(file)->pMethods->xRead(real(file), into, size, at);
}

static int cut_write(sqlite3_file *file, const void *bytes, int size, sqlite3_int64 at) {
    Disk *disk = ((File *)file)->disk;
    if (disk && *watched) {
        sqlite3_mutex_enter(lock());
        if (!dark) remember(disk, at, bytes, size);
        int on = powered();
        sqlite3_mutex_leave(lock());
        if (!on) return SQLITE_IOERR_WRITE;
    }
    return real(file)->pMethods->xWrite(real(file), bytes, size, at);
}

static int cut_truncate(sqlite3_file *file, sqlite3_int64 size) {
    Disk *disk = ((File *)file)->disk;
    if (disk && *watched) {
        sqlite3_mutex_enter(lock());
        if (!dark) remember(disk, size, NULL, -1);
        int on = powered();
        sqlite3_mutex_leave(lock());
        if (!on) return SQLITE_IOERR_TRUNCATE;
    }
    return real(file)->pMethods->xTruncate(real(file), size);
}

static int cut_sync(sqlite3_file *file, int flags) {
    Disk *disk = ((File *)file)->disk;
    if (disk && *watched) {
        sqlite3_mutex_enter(lock());
        int on = powered();
        if (on && !lying) {
            if (disk->fresh) settle_names();
            settle(disk, 1);
        }
        sqlite3_mutex_leave(lock());
        /* Nothing here outlives the machine's own power: the flush itself may be left out. */
        return on ? SQLITE_OK : SQLITE_IOERR_FSYNC;
    }
    return real(file)->pMethods->xSync(real(file), flags);
}

static int cut_file_size(sqlite3_file *file, sqlite3_int64 *size) {
    return real(file)->pMethods->xFileSize(real(file), size);
}
static int cut_lock(sqlite3_file *file, int level) { return real(file)->pMethods->xLock(real(file), level); }
static int cut_unlock(sqlite3_file *file, int level) { return real(file)->pMethods->xUnlock(real(file), level); }
static int cut_reserved(sqlite3_file *file, int *is) { return real(file)->pMethods->xCheckReservedLock(real(file), is); }
static int cut_control(sqlite3_file *file, int op, void *what) {
    return real(file)->pMethods->xFileControl(real(file), op, what);
}
static int cut_sector(sqlite3_file *file) { return real(file)->pMethods->xSectorSize(real(file)); }
static int cut_traits(sqlite3_file *file) { return real(file)->pMethods->xDeviceCharacteristics(real(file)); }
static int cut_shm_map(sqlite3_file *file, int page, int size, int extend, void volatile **into) {
    return real(file)->pMethods->xShmMap(real(file), page, size, extend, into);
}
static int cut_shm_lock(sqlite3_file *file, int offset, int n, int flags) {
    return real(file)->pMethods->xShmLock(real(file), offset, n, flags);
}
static void cut_shm_barrier(sqlite3_file *file) { real(file)->pMethods->xShmBarrier(real(file)); }
static int cut_shm_unmap(sqlite3_file *file, int remove) { return real(file)->pMethods->xShmUnmap(real(file), remove); }

static int cut_open(sqlite3_vfs *vfs, const char *path, sqlite3_file *file, int flags, int *out) {
    File *made = (File *)file;
    (void)vfs;
    made->base.pMethods = NULL;
    int done = system_vfs->xOpen(system_vfs, path, made->real, flags, out);
    if (done != SQLITE_OK) return done;
    sqlite3_mutex_enter(lock());
    made->disk = disk_of(path);
    sqlite3_mutex_leave(lock());
    made->base.pMethods = &methods;
    return SQLITE_OK;
}

static int cut_delete(sqlite3_vfs *vfs, const char *path, int flush_folder) {
    (void)vfs;
    if (is_watched(path)) {
        sqlite3_mutex_enter(lock());
        Disk *disk = disk_of(path);
        int on = powered();
        if (on) {
            char there[2 * LONGEST];
            platter_path(disk, there);
            forget(disk);
            disk->fresh = 1;
            disk->lingers = 1;
            if (flush_folder) settle_names();
            else if (heads()) unlink(there);
        }
        sqlite3_mutex_leave(lock());
        if (!on) return SQLITE_IOERR_DELETE;
    }
    return system_vfs->xDelete(system_vfs, path, flush_folder);
}

/* Watch `from` (a folder that ends in a slash); its durable state is kept in `durable`. The power goes before the
 * `at`th write, truncation, flush or deletion; 0: never. */
void power_on(const char *from, const char *durable, unsigned long long seed, int at, int lies) {
    for (int i = 0; i < used; i++) forget(&disks[i]);
    used = 0;
    snprintf(watched, LONGEST, "%s", from);
    snprintf(platter, LONGEST, "%s", durable);
    dice = seed * 2654435761u + 88172645463325252ull;
    for (int i = 0; i < 8; i++) heads();
    writes = 0, cut_at = at, lying = lies, dark = 0;
}

/* The power goes before step `at`, counted from when it came. */
void power_goes_at(int at) { cut_at = at; }

/* How many steps there were so far. */
int power_steps(void) { return writes; }

/* Whether the power is gone. */
int power_gone(void) { return dark; }

/* The power goes, if it has not yet: the platter gets what happened to reach it, and nothing is watched any more. */
void power_off(void) {
    dark = 1;
    for (int i = 0; i < used; i++) {
        /* A new file whose name never became durable may be missing, or its predecessor be there again. */
        if (disks[i].first && !(disks[i].fresh && heads())) settle(&disks[i], 0);
    }
    for (int i = 0; i < used; i++) forget(&disks[i]);
    used = 0;
    *watched = 0;
}

/* Make the system's own disk the default again. */
void power_forgotten(void) { sqlite3_vfs_register(system_vfs, 1); }

int sqlite3_extension_init(sqlite3 *db, char **error, const sqlite3_api_routines *api) {
    (void)db, (void)error;
    SQLITE_EXTENSION_INIT2(api);
    system_vfs = sqlite3_vfs_find(NULL);
    methods = (sqlite3_io_methods){
        2, cut_close, cut_read, cut_write, cut_truncate, cut_sync, cut_file_size, cut_lock, cut_unlock, cut_reserved,
        cut_control, cut_sector, cut_traits, cut_shm_map, cut_shm_lock, cut_shm_barrier, cut_shm_unmap, 0, 0};
    cutting_vfs = *system_vfs;
    cutting_vfs.zName = "power_cuts";
    cutting_vfs.pNext = NULL;
    cutting_vfs.szOsFile = (int)sizeof(File) + system_vfs->szOsFile;
    cutting_vfs.xOpen = cut_open;
    cutting_vfs.xDelete = cut_delete;
    int done = sqlite3_vfs_register(&cutting_vfs, 1);
    return done == SQLITE_OK ? SQLITE_OK_LOAD_PERMANENTLY : done;
}
