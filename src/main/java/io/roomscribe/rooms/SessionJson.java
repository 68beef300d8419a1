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

  /**
   * Reads a part.
   *
   * @throws UnreadableSessionException when it is not what {@link #write} wrote
   */
  static <T> T read(String json, Class<T> type) {
    try {
      return JSON.fromJson(json, type);
    } catch (RuntimeException malformed) {
      // Not JSON, or a record that refused its parts.
      throw new UnreadableSessionException(type.getSimpleName(), malformed);
    }
  }

  static List<SessionView.GapView> readGaps(String json) {
    return List.of(read(json, SessionView.GapView[].class));
  }
}
