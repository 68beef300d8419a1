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
   * @param capture see {@link SessionOptions}
   * @param recording see {@link SessionOptions}
   */
  public record Options(
      @Nullable List<@Nullable String> languages,
      @Nullable Boolean codeSwitching,
      @Nullable List<@Nullable String> vocabulary,
      @Nullable Boolean partials,
      @Nullable Double endpointing,
      @Nullable String capture,
      @Nullable Boolean recording) {

    SessionOptions over(SessionOptions defaults) {
      return new SessionOptions(
          languages == null ? defaults.languages() : nullsAsEmpty(languages),
          codeSwitching == null ? defaults.codeSwitching() : codeSwitching,
          vocabulary == null ? defaults.vocabulary() : nullsAsEmpty(vocabulary),
          partials == null ? defaults.partials() : partials,
          endpointing == null ? defaults.endpointing() : endpointing,
          capture == null ? defaults.capture() : capture,
          recording == null ? defaults.recording() : recording);
    }

    /** JSON's lists may hold null, which is as wrong as an empty text and is told so. */
    private static List<String> nullsAsEmpty(List<@Nullable String> texts) {
      return texts.stream().map(text -> text == null ? "" : text).toList();
    }
  }

  /** The room's name, or empty when there is none that LiveKit would take. */
  String roomName() {
    if (room == null || room.isBlank() || room.length() > LONGEST_ROOM_NAME) {
      return "";
    }
    return room.chars().anyMatch(Character::isISOControl) ? "" : room;
  }

  SessionOptions optionsOver(SessionOptions defaults) {
    return options == null ? defaults : options.over(defaults);
  }
}
