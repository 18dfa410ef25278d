/*
 * A Modbus device made of Debian's libmodbus and nothing of this project: what is right and wrong on the wire is decided by the
 * library. Built by libmodbus-peer.ts; one process, one thread.
 *
 *   libmodbus-peer tcp PORT SIZE               any unit, any number of clients; PORT 0 = any free one
 *   libmodbus-peer rtu PATH BAUD UNIT SIZE     one unit, 8N1
 *
 * SIZE items from address 0 in each table: register n holds n, bit n is set when n is divisible by 3. Says `ready PORT` on
 * stdout, then answers each line of stdin with one line:
 *
 *   get TABLE ADDRESS COUNT    hexadecimal: two bytes a register as on the wire, one byte a bit
 *   set TABLE ADDRESS HEX      the same, put in; `ok`
 *   delay MS                   before each reply, all clients wait meanwhile; `ok`
 *   report                     what was seen since the start, JSON
 *
 * Ends when stdin ends, so that it never outlives its test.
 */
#include <arpa/inet.h>
#include <errno.h>
#include <modbus.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define MOST_WRITES 8192
#define LINE_BYTES 8192

struct written {
    int function, address, value;
    double at_ms;
};

static modbus_t *line;
static modbus_mapping_t *map;
static int size, delay_ms, connections, open_now, requests, foreign, broken;
static int by_function[256];
/* Every write that the library carried out, in order. */
static struct written writes[MOST_WRITES];
static int write_count;

static void fail(const char *what) {
    fprintf(stderr, "%s: %s\n", what, modbus_strerror(errno));
    exit(1);
}

static double now_ms(void) {
    struct timespec now;
    clock_gettime(CLOCK_REALTIME, &now);
    return now.tv_sec * 1e3 + now.tv_nsec / 1e6;
}

static uint8_t *bits_of(const char *table) {
    return strcmp(table, "coil") == 0 ? map->tab_bits : strcmp(table, "discrete") == 0 ? map->tab_input_bits : NULL;
}

static uint16_t *registers_of(const char *table) {
    return strcmp(table, "input") == 0 ? map->tab_input_registers : map->tab_registers;
}

static void get(const char *table, int address, int count) {
    const uint8_t *bits = bits_of(table);
    for (int i = address; i < address + count && i < size; i++) {
        if (bits != NULL)
            printf("%02x", bits[i]);
        else
            printf("%04x", registers_of(table)[i]);
    }
    printf("\n");
}

static void set(const char *table, int address, const char *hex) {
    uint8_t *bits = bits_of(table);
    const size_t digits = bits != NULL ? 2 : 4;
    for (int i = address; strlen(hex) >= digits && i < size; i++, hex += digits) {
        char item[5] = {0};
        memcpy(item, hex, digits);
        const long value = strtol(item, NULL, 16);
        if (bits != NULL)
            bits[i] = (uint8_t)value;
        else
            registers_of(table)[i] = (uint16_t)value;
    }
    printf("ok\n");
}

static void report(void) {
    printf("{\"connections\":%d,\"open\":%d,\"requests\":%d,\"foreign\":%d,\"broken\":%d,\"byFunction\":{", connections,
           open_now, requests, foreign, broken);
    const char *comma = "";
    for (int code = 0; code < 256; code++) {
        if (by_function[code] == 0) continue;
        printf("%s\"%d\":%d", comma, code, by_function[code]);
        comma = ",";
    }
    printf("},\"writes\":[");
    for (int i = 0; i < write_count && i < MOST_WRITES; i++) {
        const struct written w = writes[i];
        printf("%s{\"function\":%d,\"address\":%d,\"value\":%d,\"at\":%.1f}", i == 0 ? "" : ",", w.function, w.address, w.value,
               w.at_ms);
    }
    printf("]}\n");
}

static void obey(const char *text) {
    char table[16], hex[LINE_BYTES];
    int address, count;
    if (sscanf(text, "get %15s %d %d", table, &address, &count) == 3)
        get(table, address, count);
    else if (sscanf(text, "set %15s %d %8191s", table, &address, hex) == 3)
        set(table, address, hex);
    else if (sscanf(text, "delay %d", &delay_ms) == 1)
        printf("ok\n");
    else if (strcmp(text, "report") == 0)
        report();
    else
        printf("not understood: %s\n", text);
    fflush(stdout);
}

static void take_commands(void) {
    static char text[LINE_BYTES];
    static size_t length;
    const ssize_t got = read(STDIN_FILENO, text + length, sizeof text - 1 - length);
    if (got <= 0) exit(0);
    length += (size_t)got;
    text[length] = '\0';
    for (char *end; (end = strchr(text, '\n')) != NULL;) {
        *end = '\0';
        obey(text);
        length -= (size_t)(end + 1 - text);
        memmove(text, end + 1, length + 1);
    }
}

static int is_write(int function) {
    return function == 5 || function == 6 || function == 15 || function == 16 || function == 22 || function == 23;
}

/* Carried out although nobody may be there any more to hear of it: a client that reset its connection does not undo a write. */
static void note_write(const uint8_t *pdu, int sent, int exception_bytes) {
    const int function = pdu[0];
    const int at = function == 23 ? 5 : 1;
    const int address = (pdu[at] << 8) | pdu[at + 1];
    const int has_count = function == 15 || function == 16 || function == 23;
    const int items = has_count ? (pdu[at + 2] << 8) | pdu[at + 3] : 1;
    if (sent == exception_bytes || address + items > size) return;
    const int is_bit = function == 5 || function == 15;
    const int value = is_bit ? map->tab_bits[address] : map->tab_registers[address];
    if (write_count < MOST_WRITES) writes[write_count] = (struct written){function, address, value, now_ms()};
    write_count++;
}

static void answer(const uint8_t *query, int length) {
    const int header = modbus_get_header_length(line);
    const uint8_t *pdu = query + header;
    /* Unit and header, function and code, and on a serial line a CRC. */
    const int exception_bytes = header + 2 + (header == 1 ? 2 : 0);
    requests++;
    by_function[pdu[0]]++;
    if (delay_ms > 0) usleep((useconds_t)delay_ms * 1000);
    const int sent = modbus_reply(line, query, length, map);
    if (is_write(pdu[0])) note_write(pdu, sent, exception_bytes);
}

/* What modbus_receive says: bytes, 0 for another unit's request, -1 for a broken one or an end. */
static int receive_one(void) {
    uint8_t query[MODBUS_TCP_MAX_ADU_LENGTH];
    const int length = modbus_receive(line, query);
    if (length > 0) answer(query, length);
    return length;
}

static void serve_tcp(int listener) {
    fd_set all;
    int highest = listener;
    FD_ZERO(&all);
    FD_SET(STDIN_FILENO, &all);
    FD_SET(listener, &all);
    for (;;) {
        fd_set ready = all;
        if (select(highest + 1, &ready, NULL, NULL, NULL) < 0) fail("select");
        if (FD_ISSET(STDIN_FILENO, &ready)) take_commands();
        for (int fd = 3; fd <= highest; fd++) {
            if (!FD_ISSET(fd, &ready)) continue;
            if (fd == listener) {
                const int client = accept(listener, NULL, NULL);
                if (client < 0) continue;
                connections++;
                open_now++;
                FD_SET(client, &all);
                if (client > highest) highest = client;
                continue;
            }
            modbus_set_socket(line, fd);
            if (receive_one() >= 0) continue;
            FD_CLR(fd, &all);
            close(fd);
            open_now--;
        }
    }
}

static void serve_rtu(void) {
    const int fd = modbus_get_socket(line);
    uint8_t ignored[MODBUS_RTU_MAX_ADU_LENGTH];
    for (;;) {
        fd_set ready;
        FD_ZERO(&ready);
        FD_SET(STDIN_FILENO, &ready);
        FD_SET(fd, &ready);
        if (select(fd + 1, &ready, NULL, NULL, NULL) < 0) fail("select");
        if (FD_ISSET(STDIN_FILENO, &ready)) take_commands();
        if (!FD_ISSET(fd, &ready)) continue;
        const int length = receive_one();
        if (length == 0) {
            foreign++;
            /* The answer of that unit comes next, or nothing for a while: the library throws away what it hears until then. */
            modbus_receive(line, ignored);
        }
        if (length >= 0) continue;
        broken++;
        if (errno == EIO || errno == ECONNRESET) fail("the line is gone");
        modbus_flush(line);
    }
}

static void fill(void) {
    map = modbus_mapping_new(size, size, size, size);
    if (map == NULL) fail("modbus_mapping_new");
    for (int i = 0; i < size; i++) {
        map->tab_registers[i] = map->tab_input_registers[i] = (uint16_t)i;
        map->tab_bits[i] = map->tab_input_bits[i] = i % 3 == 0;
    }
}

int main(int count, char **words) {
    if (count == 4 && strcmp(words[1], "tcp") == 0) {
        size = atoi(words[3]);
        fill();
        line = modbus_new_tcp("127.0.0.1", atoi(words[2]));
        const int listener = line == NULL ? -1 : modbus_tcp_listen(line, 16);
        if (listener < 0) fail("modbus_tcp_listen");
        struct sockaddr_in place;
        socklen_t length = sizeof place;
        if (getsockname(listener, (struct sockaddr *)&place, &length) < 0) fail("getsockname");
        printf("ready %d\n", ntohs(place.sin_port));
        fflush(stdout);
        serve_tcp(listener);
    }
    if (count == 6 && strcmp(words[1], "rtu") == 0) {
        size = atoi(words[5]);
        fill();
        line = modbus_new_rtu(words[2], atoi(words[3]), 'N', 8, 1);
        if (line == NULL || modbus_set_slave(line, atoi(words[4])) < 0 || modbus_connect(line) < 0) fail(words[2]);
        /*
         * The library knows no silence between frames. As it comes it waits half a second for a neighbour's answer and takes the
         * next request for it, so that the death of one unit makes another deaf.
         */
        modbus_set_byte_timeout(line, 0, 20000);
        modbus_set_response_timeout(line, 0, 100000);
        printf("ready 0\n");
        fflush(stdout);
        serve_rtu();
    }
    fprintf(stderr, "libmodbus-peer tcp PORT SIZE | rtu PATH BAUD UNIT SIZE\n");
    return 2;
}
