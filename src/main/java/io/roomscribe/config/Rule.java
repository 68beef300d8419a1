package io.roomscribe.config;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a setting's text must look like.
 *
 * @param expected as it reads after "expected"
 * @param accepts never throws for content other than {@link RuntimeException}, which counts as no
 */
record Rule(String expected, Predicate<String> accepts) {

  boolean isKeptBy(String text) {
    try {
      return accepts.test(text);
    } catch (RuntimeException e) {
      return false;
    }
  }

  static Rule text() {
    return new Rule("a text", text -> !text.isBlank());
  }

  static Rule matching(String expected, String regex) {
    return new Rule(expected, Pattern.compile(regex).asMatchPredicate());
  }

  static Rule oneOf(String... words) {
    return new Rule("one of " + String.join(", ", words), Arrays.asList(words)::contains);
  }

  static Rule regex() {
    return new Rule("a regular expression", text -> !Pattern.compile(text).pattern().isEmpty());
  }

  static Rule wholeNumber(long least, long most) {
    return new Rule(
        "a whole number from %d to %d".formatted(least, most),
        text -> isWithin(Long.parseLong(text), least, most));
  }

  static Rule multipleOf(int step, long least, long most) {
    return new Rule(
        "a whole number from %d to %d, a multiple of %d".formatted(least, most, step),
        text -> isWithin(Long.parseLong(text), least, most) && Long.parseLong(text) % step == 0);
  }

  static Rule number(double least, double most) {
    return new Rule(
        "a number from %s to %s".formatted(least, most),
        text -> Double.parseDouble(text) >= least && Double.parseDouble(text) <= most);
  }

  static Rule duration(String least, String most) {
    Duration shortest = Duration.parse(least);
    Duration longest = Duration.parse(most);
    return new Rule(
        "an ISO 8601 duration from %s to %s".formatted(least, most),
        text -> {
          Duration duration = Duration.parse(text);
          return duration.compareTo(shortest) >= 0 && duration.compareTo(longest) <= 0;
        });
  }

  static Rule url(String... schemes) {
    Set<String> allowed = Set.of(schemes);
    return new Rule(
        "a URL with a host that begins with "
            + String.join(" or ", List.of(schemes).stream().map(s -> s + "://").toList()),
        text -> {
          URI uri = URI.create(text.strip());
          return uri.getHost() != null
              && uri.getUserInfo() == null
              && allowed.contains(uri.getScheme().toLowerCase(Locale.ROOT));
        });
  }

  /** A URL that ends with an application's name: nothing may follow the path. */
  static Rule application(String... schemes) {
    Rule url = url(schemes);
    return new Rule(
        url.expected() + " and ends with an application, such as /live",
        text -> {
          URI uri = URI.create(text.strip());
          return url.isKeptBy(text)
              && uri.getRawPath().matches("(/[\\w.-]+)+/?")
              && uri.getRawQuery() == null
              && uri.getRawFragment() == null;
        });
  }

  private static boolean isWithin(long value, long least, long most) {
    return value >= least && value <= most;
  }
}
