package io.roomscribe.cluster;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What one notification carries: a message, or a part of one that is too long for it.
 *
 * <p>Shape: {@code <sender> <number> <part>/<parts> <topic>}, a line feed, and the text. PostgreSQL
 * takes less than 8,000 bytes (its manual, NOTIFY), which are counted in UTF-8 here.
 *
 * @param sender the incarnation of the node
 * @param number 1, 2, 3 among the sender's messages
 * @param part 1 to parts
 * @param parts how many the message has
 * @param topic what it is about
 * @param text the message's JSON, or a part of that
 */
record BusSlip(String sender, long number, int part, int parts, String topic, String text) {

  /** More than a partial or a final ever has. */
  static final int MOST_PARTS = 16;

  private static final int MOST_BYTES = 7_500;

  private static final Pattern FORM =
      Pattern.compile("([0-9a-z]{1,32}) (\\d{1,18}) (\\d{1,4})/(\\d{1,4}) ([a-z0-9.]{1,64})\n");

  /** The notifications of a message, in their order; none when it is too long. */
  static List<String> of(String sender, long number, String topic, String json) {
    List<String> texts = pieces(json);
    if (texts.size() > MOST_PARTS) {
      return List.of();
    }
    List<String> notifications = new ArrayList<>();
    for (int i = 0; i < texts.size(); i++) {
      String place = (i + 1) + "/" + texts.size();
      notifications.add(sender + " " + number + " " + place + " " + topic + "\n" + texts.get(i));
    }
    return notifications;
  }

  /** Reads a notification; empty when it is none of ours. */
  static Optional<BusSlip> read(String notification) {
    Matcher form = FORM.matcher(notification);
    if (!form.lookingAt()) {
      return Optional.empty();
    }
    BusSlip slip =
        new BusSlip(
            form.group(1),
            Long.parseLong(form.group(2)),
            Integer.parseInt(form.group(3)),
            Integer.parseInt(form.group(4)),
            form.group(5),
            notification.substring(form.end()));
    return slip.parts() <= MOST_PARTS ? Optional.of(slip) : Optional.empty();
  }

  boolean isLast() {
    return part == parts;
  }

  /** No character is cut in two. */
  private static List<String> pieces(String text) {
    if (text.getBytes(StandardCharsets.UTF_8).length <= MOST_BYTES) {
      return List.of(text);
    }
    List<String> pieces = new ArrayList<>();
    int from = 0;
    int bytes = 0;
    int at = 0;
    while (at < text.length()) {
      int character = text.codePointAt(at);
      int size = size(character);
      if (bytes + size > MOST_BYTES) {
        pieces.add(text.substring(from, at));
        from = at;
        bytes = 0;
      }
      bytes += size;
      at += Character.charCount(character);
    }
    pieces.add(text.substring(from));
    return pieces;
  }

  private static int size(int character) {
    if (character < 0x80) {
      return 1;
    }
    return character < 0x800 ? 2 : character < 0x10000 ? 3 : 4;
  }
}
