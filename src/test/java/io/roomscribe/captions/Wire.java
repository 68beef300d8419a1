package io.roomscribe.captions;

import java.util.List;
import java.util.regex.Pattern;

/** A viewer's connection that keeps what is written. Threading: any thread. */
final class Wire implements Pipe {
  private final StringBuffer text = new StringBuffer();
  volatile boolean ready = true;
  volatile boolean open = true;

  @Override
  public boolean isReady() {
    return ready;
  }

  @Override
  public void write(String more) {
    text.append(more);
  }

  @Override
  public void flush() {}

  @Override
  public void close() {
    open = false;
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  String text() {
    return text.toString();
  }

  /** The numbers of the finals, in the order in which they came. */
  List<String> ids() {
    return found("^id: (\\d+)$");
  }

  /** The names of the events, in the order in which they came. */
  List<String> events() {
    return found("^event: (\\w+)$");
  }

  private List<String> found(String pattern) {
    return Pattern.compile(pattern, Pattern.MULTILINE)
        .matcher(text)
        .results()
        .map(match -> match.group(1))
        .toList();
  }
}
