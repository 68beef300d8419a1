package io.roomscribe.transcription.gladia;

import jakarta.json.Json;
import jakarta.json.JsonArray;
import jakarta.json.JsonException;
import jakarta.json.JsonNumber;
import jakarta.json.JsonObject;
import jakarta.json.JsonReader;
import jakarta.json.JsonReaderFactory;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.io.StringReader;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads fields that may be absent, null or of another type than expected: then as if absent. */
final class Fields {

  /** Json's static methods look the provider up each time; the factory does so once. */
  private static final JsonReaderFactory READERS = Json.createReaderFactory(Map.of());

  private Fields() {}

  /** The object in the text; null when the text is anything else. */
  static @Nullable JsonObject parse(String text) {
    try (JsonReader reader = READERS.createReader(new StringReader(text))) {
      return reader.readValue() instanceof JsonObject object ? object : null;
    } catch (JsonException notJson) {
      return null;
    }
  }

  static JsonObject object(@Nullable JsonObject from, String name) {
    return value(from, name) instanceof JsonObject object ? object : JsonValue.EMPTY_JSON_OBJECT;
  }

  static List<JsonValue> list(@Nullable JsonObject from, String name) {
    return value(from, name) instanceof JsonArray array ? array : List.of();
  }

  static String text(@Nullable JsonObject from, String name) {
    return text(value(from, name));
  }

  static String text(@Nullable JsonValue value) {
    return value instanceof JsonString string ? string.getString() : "";
  }

  static double number(@Nullable JsonObject from, String name, double otherwise) {
    return value(from, name) instanceof JsonNumber number ? number.doubleValue() : otherwise;
  }

  static boolean isTrue(@Nullable JsonObject from, String name) {
    return JsonValue.TRUE.equals(value(from, name));
  }

  static boolean isFalse(@Nullable JsonObject from, String name) {
    return JsonValue.FALSE.equals(value(from, name));
  }

  private static @Nullable JsonValue value(@Nullable JsonObject from, String name) {
    return from == null ? null : from.get(name);
  }
}
