// What the transport costs at least: one thread, epoll, messages unmasked and summed up.
// Takes whole messages of 126 to 65,535 bytes, which is all that the load sends.
// The handshake's answer is not computed: the load does not check it.
#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

enum { CAPACITY = 16384, EVENTS = 256 };

struct connection {
  int fd;
  int open;
  size_t length;
  unsigned char input[CAPACITY];
};

static volatile uint32_t sum;

static size_t messages(const unsigned char *input, size_t length) {
  size_t at = 0;
  uint32_t total = 0;
  while (length - at >= 8) {
    size_t payload = (size_t)input[at + 2] << 8 | input[at + 3];
    if (length - at < 8 + payload) break;
    uint32_t mask, word;
    memcpy(&mask, input + at + 4, 4);
    for (size_t i = 0; i + 4 <= payload; i += 4) {
      memcpy(&word, input + at + 8 + i, 4);
      total += word ^ mask;
    }
    at += 8 + payload;
  }
  sum += total;
  return at;
}

static void drop(struct connection *from) {
  close(from->fd);
  free(from);
}

static void ready(struct connection *from) {
  static const char answer[] =
      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n";
  ssize_t got = read(from->fd, from->input + from->length, CAPACITY - from->length);
  if (got <= 0) {
    drop(from);
    return;
  }
  from->length += (size_t)got;
  size_t done = 0;
  if (from->open) {
    done = messages(from->input, from->length);
  } else if (from->length >= 4 && !memcmp(from->input + from->length - 4, "\r\n\r\n", 4)) {
    from->open = 1;
    done = from->length;
    if (write(from->fd, answer, sizeof answer - 1) < 0) perror("write");
  }
  from->length -= done;
  memmove(from->input, from->input + done, from->length);
}

int main(int argc, char **argv) {
  int listening = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  address.sin_port = htons((uint16_t)atoi(argc > 1 ? argv[1] : "0"));
  if (bind(listening, (struct sockaddr *)&address, sizeof address) || listen(listening, 1024)) {
    perror("listen");
    return 1;
  }
  int poll = epoll_create1(0);
  struct epoll_event event = {.events = EPOLLIN, .data.ptr = NULL}, events[EVENTS];
  epoll_ctl(poll, EPOLL_CTL_ADD, listening, &event);
  for (;;) {
    int count = epoll_wait(poll, events, EVENTS, -1);
    for (int i = 0; i < count; i++) {
      if (events[i].data.ptr) {
        ready(events[i].data.ptr);
        continue;
      }
      struct connection *fresh = calloc(1, sizeof *fresh);
      fresh->fd = accept(listening, NULL, NULL);
      event.data.ptr = fresh;
      epoll_ctl(poll, EPOLL_CTL_ADD, fresh->fd, &event);
    }
  }
}
