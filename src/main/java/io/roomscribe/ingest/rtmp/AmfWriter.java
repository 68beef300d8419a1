package io.roomscribe.ingest.rtmp;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes the values of a command: {@link Number}, {@link String}, null, and maps of these as
 * objects, with their fields in the order of their names.
 *
 * <p>Bounds: {@value #LARGEST} bytes; answers are made here and are far below it. Threading:
 * confined to its caller.
 *
 * <p>Source: AMF 0, Adobe 2007.
 */
final class AmfWriter {

  static final int LARGEST = 1024;

  private final ByteBuffer out = ByteBuffer.allocate(LARGEST);

  /** The payload of a command with these values. */
  static ByteBuffer command(@Nullable Object... values) {
    AmfWriter writer = new AmfWriter();
    for (Object value : values) {
      writer.value(value);
    }
    return writer.out.flip();
  }

  private void value(@Nullable Object value) {
    if (value == null) {
      out.put((byte) 5);
    } else if (value instanceof Number number) {
      out.put((byte) 0).putDouble(number.doubleValue());
    } else if (value instanceof String text) {
      out.put((byte) 2);
      text(text);
    } else if (value instanceof Map<?, ?> fields) {
      object(fields);
    } else {
      throw new IllegalArgumentException("no AMF for " + value.getClass());
    }
  }

  private void object(Map<?, ?> fields) {
    out.put((byte) 3);
    new TreeMap<>(fields)
        .forEach(
            (name, value) -> {
              text((String) name);
              value(value);
            });
    out.putShort((short) 0).put((byte) 9);
  }

  private void text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    out.putShort((short) utf8.length).put(utf8);
  }
}
