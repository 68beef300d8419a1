package io.roomscribe.transcripts;

import io.roomscribe.rooms.AudioGap;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObjectBuilder;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gaps as JSON: {@code {seq, trackId, participant, fromMs, toMs, cause, detail}}; trackId and
 * participant are null when the whole session is meant.
 */
final class GapJson {
  private GapJson() {}

  static JsonArrayBuilder of(List<StoredGap> gaps) {
    JsonArrayBuilder array = LineJson.array();
    gaps.forEach(gap -> array.add(of(gap)));
    return array;
  }

  private static JsonObjectBuilder of(StoredGap stored) {
    AudioGap gap = stored.gap();
    JsonObjectBuilder json = LineJson.object().add("seq", stored.seq());
    add(json, "trackId", gap.trackId());
    add(json, "participant", gap.participant());
    return json.add("fromMs", gap.fromMs())
        .add("toMs", gap.toMs())
        .add("cause", gap.cause())
        .add("detail", gap.detail());
  }

  private static void add(JsonObjectBuilder json, String name, @Nullable String value) {
    if (value == null) {
      json.addNull(name);
    } else {
      json.add(name, value);
    }
  }
}
