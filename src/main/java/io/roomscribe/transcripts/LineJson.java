package io.roomscribe.transcripts;

import io.roomscribe.rooms.Speaker;
import io.roomscribe.rooms.SpokenLine;
import io.roomscribe.rooms.SpokenWord;
import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonBuilderFactory;
import jakarta.json.JsonObject;
import jakarta.json.JsonObjectBuilder;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.spi.JsonProvider;
import java.io.StringReader;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lines as JSON: the same members in the database, in the transcript resource and in caption
 * events.
 *
 * <p>Shape of a line: {@code {speakers: [{identity, name}], text, startMs, endMs, confidence,
 * words: [{text, startMs, endMs, confidence, speakers: [identity]}]}}; a stored one has {@code seq,
 * room, sessionId, utteranceId, segment, spokenAt, language} besides. Confidences are rounded to
 * four places.
 *
 * <p>Threading: safe from any thread.
 */
public final class LineJson {
  // Json.createX() looks the provider up on every call, which the services lookup makes slow.
  private static final JsonProvider PROVIDER = JsonProvider.provider();
  private static final JsonBuilderFactory BUILDERS = PROVIDER.createBuilderFactory(Map.of());
  private static final JsonReaderFactory READERS = PROVIDER.createReaderFactory(Map.of());

  private LineJson() {}

  /** An empty object to add members to. */
  public static JsonObjectBuilder object() {
    return BUILDERS.createObjectBuilder();
  }

  /** The page with where the next one begins; null after the last. */
  static JsonObjectBuilder withNext(JsonObjectBuilder page, @Nullable Cursor next) {
    return next == null ? page.addNull("next") : page.add("next", next.encoded());
  }

  /** An empty array to add values to. */
  public static JsonArrayBuilder array() {
    return BUILDERS.createArrayBuilder();
  }

  /** A line that is not stored. */
  public static JsonObjectBuilder of(SpokenLine line) {
    return object()
        .add("speakers", speakers(line.speakers()))
        .add("text", line.text())
        .add("startMs", line.startMs())
        .add("endMs", line.endMs())
        .add("confidence", rounded(line.confidence()))
        .add("words", words(line.words()));
  }

  /**
   * A stored line as the events of its own session show it: with its place, without the session.
   */
  public static JsonObjectBuilder of(StoredLine line) {
    return object()
        .add("seq", line.seq())
        .add("segment", line.segment())
        .add("speakers", speakers(line.speakers()))
        .add("text", line.text())
        .add("startMs", line.startMs())
        .add("endMs", line.endMs())
        .add("spokenAt", line.spokenAt().toString())
        .add("confidence", rounded(line.confidence()))
        .add("words", words(line.words()));
  }

  /** A stored line that stands alone. */
  public static JsonObjectBuilder complete(StoredLine line) {
    return of(line)
        .add("sessionId", line.sessionId())
        .add("room", line.room())
        .add("utteranceId", line.utteranceId())
        .add("language", line.language());
  }

  static JsonArrayBuilder speakers(List<Speaker> speakers) {
    JsonArrayBuilder array = array();
    for (Speaker speaker : speakers) {
      array.add(object().add("identity", speaker.identity()).add("name", speaker.name()));
    }
    return array;
  }

  static JsonArrayBuilder words(List<SpokenWord> words) {
    JsonArrayBuilder array = array();
    for (SpokenWord word : words) {
      array.add(
          object()
              .add("text", word.text())
              .add("startMs", word.startMs())
              .add("endMs", word.endMs())
              .add("confidence", rounded(word.confidence()))
              .add("speakers", BUILDERS.createArrayBuilder(word.speakers())));
    }
    return array;
  }

  /** The text as a JSON string, quotes included, escaped as within what is stored. */
  static String quoted(String text) {
    return PROVIDER.createValue(text).toString();
  }

  static List<Speaker> speakersIn(String json) {
    return array(json).getValuesAs(JsonObject.class).stream()
        .map(o -> new Speaker(o.getString("identity"), o.getString("name")))
        .toList();
  }

  static List<SpokenWord> wordsIn(String json) {
    return array(json).getValuesAs(JsonObject.class).stream().map(LineJson::word).toList();
  }

  private static SpokenWord word(JsonObject o) {
    return new SpokenWord(
        o.getString("text"),
        o.getJsonNumber("startMs").longValue(),
        o.getJsonNumber("endMs").longValue(),
        o.getJsonNumber("confidence").doubleValue(),
        o.getJsonArray("speakers").getValuesAs(JsonString::getString));
  }

  private static JsonArray array(String json) {
    try (JsonReader reader = READERS.createReader(new StringReader(json))) {
      return reader.readArray();
    }
  }

  // JSON knows neither NaN nor infinity, and a recogniser's 0.9134999999 helps nobody.
  private static BigDecimal rounded(double confidence) {
    double finite = Double.isFinite(confidence) ? confidence : 0;
    return BigDecimal.valueOf(finite).setScale(4, RoundingMode.HALF_UP).stripTrailingZeros();
  }
}
