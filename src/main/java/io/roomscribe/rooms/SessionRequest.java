package io.roomscribe.rooms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The body of {@code POST /sessions}.
 *
 * @param room the room's name
 * @param options how to listen; what is left out is as configured
 */
public record SessionRequest(@Nullable String room, @Nullable Options options) {

  private static final int LONGEST_ROOM_NAME = 256;

  /**
   * Each null where left out.
   *
   * @param languages see {@link SessionOptions}
   * @param codeSwitching see {@link SessionOptions}
   * @param vocabulary see {@link SessionOptions}
   * @param partials see {@link SessionOptions}
   * @param endpointing see {@link SessionOptions}
   */
  public record Options(
      @Nullable List<String> languages,
      @Nullable Boolean codeSwitching,
      @Nullable List<String> vocabulary,
      @Nullable Boolean partials,
      @Nullable Double endpointing) {

    SessionOptions over(SessionOptions defaults) {
      return new SessionOptions(
          languages == null ? defaults.languages() : languages,
          codeSwitching == null ? defaults.codeSwitching() : codeSwitching,
          vocabulary == null ? defaults.vocabulary() : vocabulary,
          partials == null ? defaults.partials() : partials,
          endpointing == null ? defaults.endpointing() : endpointing);
    }
  }

  /** The room's name, or empty when there is none that LiveKit would take. */
  String roomName() {
    return room == null || room.isBlank() || room.length() > LONGEST_ROOM_NAME ? "" : room;
  }

  SessionOptions optionsOver(SessionOptions defaults) {
    return options == null ? defaults : options.over(defaults);
  }
}
