package io.roomscribe.ingest.rtmp;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of a command: numbers as {@link Double}, booleans, strings, lists, objects of
 * every kind as maps, and null for all that has no value here (null, undefined, unsupported,
 * references).
 *
 * <p>Bounds: values nest {@value #DEEPEST} deep at most; a value costs at least a byte of the
 * message, so the message's length bounds how many there are.
 *
 * <p>Threading: confined to its caller. Errors: {@link ProtocolViolation}.
 *
 * <p>Source: AMF 0, Adobe 2007.
 */
final class AmfReader {

  static final int DEEPEST = 16;

  private static final int OBJECT_END = 9;

  private final ByteBuffer in;

  private AmfReader(ByteBuffer in) {
    this.in = in;
  }

  /** All values of a message's payload. */
  static List<@Nullable Object> readAll(ByteBuffer payload) throws ProtocolViolation {
    AmfReader reader = new AmfReader(payload);
    List<@Nullable Object> values = new ArrayList<>();
    try {
      while (payload.hasRemaining()) {
        values.add(reader.value(0));
      }
    } catch (BufferUnderflowException | IndexOutOfBoundsException cutShort) {
      throw new ProtocolViolation("a command is cut short");
    }
    return values;
  }

  private @Nullable Object value(int depth) throws ProtocolViolation {
    if (depth > DEEPEST) {
      throw new ProtocolViolation("a command nests more than " + DEEPEST + " deep");
    }
    int marker = in.get() & 0xff;
    return switch (marker) {
      case 0 -> in.getDouble();
      case 1 -> in.get() != 0;
      case 2 -> text(in.getShort() & 0xffff);
      case 3 -> object(depth);
      case 5, 6, 13 -> null;
      case 7 -> skip(2);
      case 8 -> {
        skip(4); // how many entries there may be; the end marker says where they end
        yield object(depth);
      }
      case 10 -> list(depth);
      case 11 -> skip(8 + 2);
      case 12, 15 -> text(in.getInt());
      case 16 -> {
        text(in.getShort() & 0xffff); // the class
        yield object(depth);
      }
      default -> throw new ProtocolViolation("a command has a value of type " + marker);
    };
  }

  private Map<String, @Nullable Object> object(int depth) throws ProtocolViolation {
    Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    while (true) {
      String name = text(in.getShort() & 0xffff);
      if (name.isEmpty() && in.get(in.position()) == OBJECT_END) {
        in.get();
        return fields;
      }
      fields.put(name, value(depth + 1));
    }
  }

  private List<@Nullable Object> list(int depth) throws ProtocolViolation {
    List<@Nullable Object> items = new ArrayList<>();
    for (long left = in.getInt() & 0xffffffffL; left > 0; left--) {
      items.add(value(depth + 1));
    }
    return items;
  }

  private String text(int length) {
    if (length < 0 || length > in.remaining()) {
      throw new BufferUnderflowException();
    }
    byte[] utf8 = new byte[length];
    in.get(utf8);
    return new String(utf8, StandardCharsets.UTF_8);
  }

  private @Nullable Object skip(int bytes) {
    in.get(new byte[bytes]);
    return null;
  }
}
