package io.roomscribe.rooms;

import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbBuilder;
import java.util.List;

/** The parts of a session that are stored as JSON text. Threading: safe from any thread. */
final class SessionJson {

  private static final Jsonb JSON = JsonbBuilder.create();

  private SessionJson() {}

  static String write(Object part) {
    return JSON.toJson(part);
  }

  static <T> T read(String json, Class<T> type) {
    return JSON.fromJson(json, type);
  }

  static List<SessionView.GapView> readGaps(String json) {
    return List.of(JSON.fromJson(json, SessionView.GapView[].class));
  }
}
