package io.roomscribe.ingest.rtmp;

import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.ReentrantLock;
import java.util.regex.Pattern;

/**
 * What one FFmpeg says on its standard error: its warnings and errors, the latest kept.
 *
 * <p>Full: the oldest line goes; a line beyond {@value #LONGEST_LINE} bytes is cut.
 *
 * <p>Threading: {@link #read} on a thread of its own; the rest from any thread.
 *
 * <p>Source: with {@code -loglevel level+warning} every line has its level in brackets; libavutil
 * log.c.
 */
final class FfmpegLog {

  private static final Logger LOG = System.getLogger(FfmpegLog.class.getName());
  private static final int LINES = 8;
  private static final int LONGEST_LINE = 400;

  private static final Pattern ADDRESS = Pattern.compile(" @ 0x[0-9a-f]+");
  private static final Pattern QUERY = Pattern.compile("\\?[^\\s'\"]*");
  private static final Pattern USER = Pattern.compile("://[^/\\s@]*@");
  private static final Pattern UNPRINTABLE = Pattern.compile("[^\\x20-\\x7e]");
  private static final Pattern GRAVE = Pattern.compile("\\[(error|fatal|panic)]");

  private final String name;
  private final Deque<String> latest = new ArrayDeque<>();
  private final ReentrantLock lock = new ReentrantLock();
  private long errors;

  /** A log whose lines are told under a name. */
  FfmpegLog(String name) {
    this.name = name;
  }

  /** Reads to the end. */
  void read(InputStream stderr) {
    byte[] line = new byte[LONGEST_LINE];
    byte[] chunk = new byte[4096];
    int length = 0;
    try (stderr) {
      for (int got = stderr.read(chunk); got >= 0; got = stderr.read(chunk)) {
        for (int i = 0; i < got; i++) {
          if (chunk[i] == '\n') {
            keep(new String(line, 0, length, StandardCharsets.US_ASCII));
            length = 0;
          } else if (length < LONGEST_LINE) {
            line[length++] = chunk[i];
          }
        }
      }
    } catch (IOException closed) {
      LOG.log(Level.DEBUG, () -> name + " standard error broke off", closed);
    }
    keep(new String(line, 0, length, StandardCharsets.US_ASCII));
  }

  /** How many errors there were. */
  long errors() {
    lock.lock();
    try {
      return errors;
    } finally {
      lock.unlock();
    }
  }

  /** What was wrong, in a sentence's part: understood where we know the words, else the last. */
  String cause() {
    List<String> lines;
    lock.lock();
    try {
      lines = List.copyOf(latest);
    } finally {
      lock.unlock();
    }
    String all = String.join("\n", lines).toLowerCase(Locale.ROOT);
    if (all.contains("connection refused")) {
      return "nobody answers at the relay";
    }
    if (all.contains("failed to resolve hostname")) {
      return "the relay's host is unknown";
    }
    if (all.contains("no space left on device") || all.contains("cannot allocate memory")) {
      return "the machine is out of memory or space";
    }
    if (all.contains("invalid data found") || all.contains("matches no streams")) {
      return "the publisher sends no audio that FFmpeg can decode";
    }
    return lines.isEmpty() ? "it said nothing" : lines.get(lines.size() - 1);
  }

  private void keep(String raw) {
    String text = withoutSecrets(raw).strip();
    if (text.isEmpty()) {
      return;
    }
    LOG.log(Level.DEBUG, "{0} ffmpeg: {1}", name, text);
    lock.lock();
    try {
      if (latest.size() == LINES) {
        latest.removeFirst();
      }
      latest.addLast(text);
      errors += GRAVE.matcher(text).find() ? 1 : 0;
    } finally {
      lock.unlock();
    }
  }

  private static String withoutSecrets(String raw) {
    String text = UNPRINTABLE.matcher(raw).replaceAll("");
    text = ADDRESS.matcher(text).replaceAll("");
    text = USER.matcher(text).replaceAll("://");
    return QUERY.matcher(text).replaceAll("");
  }
}
