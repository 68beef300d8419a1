package io.roomscribe.standin.livekit;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.BiConsumer;
import livekit.LivekitModels;
import livekit.LivekitWebhook.WebhookEvent;

/** The rooms that are open, by name. Threading: safe. */
final class Rooms {

  private final Map<String, StandInRoom> open = new ConcurrentSkipListMap<>();
  private final BiConsumer<WebhookEvent.Builder, String> webhooks;

  /** The consumer takes an event and the key within which events stay in order. */
  Rooms(BiConsumer<WebhookEvent.Builder, String> webhooks) {
    this.webhooks = webhooks;
  }

  /** The open room of that name; a new one with these settings if there is none. */
  StandInRoom open(LivekitModels.Room wanted) {
    StandInRoom fresh = new StandInRoom(this, wanted);
    StandInRoom there = open.putIfAbsent(wanted.getName(), fresh);
    if (there != null) {
      return there;
    }
    fresh.started();
    return fresh;
  }

  StandInRoom open(String name) {
    return open(LivekitModels.Room.newBuilder().setName(name).build());
  }

  Optional<StandInRoom> find(String name) {
    return Optional.ofNullable(open.get(name));
  }

  List<StandInRoom> all() {
    return List.copyOf(open.values());
  }

  void remove(StandInRoom room) {
    open.remove(room.name(), room);
  }

  void announce(WebhookEvent.Builder event, String key) {
    webhooks.accept(event, key);
  }
}
