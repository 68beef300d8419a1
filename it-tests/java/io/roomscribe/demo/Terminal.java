package io.roomscribe.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * What the output goes to.
 *
 * @param columns its width; 0 if it is no terminal, and nothing passing is shown
 */
record Terminal(int columns) {

  private static final int USUAL_COLUMNS = 80;

  static Terminal ofThisProcess() {
    return new Terminal(System.console() == null ? 0 : askedColumns());
  }

  /** Makes room for what stays. */
  String clearLine() {
    return columns == 0 ? "" : "\r\033[K";
  }

  /** A dim line that the next one replaces; of one that is too long its beginning and its end. */
  String passing(String line) {
    if (columns == 0) {
      return "";
    }
    int room = columns - 1;
    int kept = Math.min(24, room / 2);
    String fitted =
        line.length() <= room
            ? line
            : line.substring(0, kept) + "…" + line.substring(line.length() - (room - kept - 1));
    return clearLine() + "\033[2m" + fitted + "\033[0m";
  }

  private static int askedColumns() {
    try {
      Process stty =
          new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
      String answer =
          new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
      int columns = answer.matches("\\d+ \\d+") ? Integer.parseInt(answer.split(" ")[1]) : 0;
      return columns >= 20 ? columns : USUAL_COLUMNS;
    } catch (IOException e) {
      return USUAL_COLUMNS;
    }
  }
}
