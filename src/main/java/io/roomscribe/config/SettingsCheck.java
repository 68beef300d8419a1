package io.roomscribe.config;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Holds the configuration against {@link SettingsTable}.
 *
 * <p>Secrets are named, never shown.
 */
final class SettingsCheck {

  private static final String OURS = "roomscribe.";

  private final Function<String, Optional<String>> config;

  /** A check of the configuration that the function reads, one property at a time. */
  SettingsCheck(Function<String, Optional<String>> config) {
    this.config = config;
  }

  /** One line for each setting that is wrong or missing; empty when the application may start. */
  List<String> complaints() {
    List<String> complaints = new ArrayList<>();
    for (Setting setting : SettingsTable.ALL) {
      complaint(setting).ifPresent(complaints::add);
    }
    if (SettingsTable.LIVEKIT_URLS.stream().noneMatch(name -> value(name).isPresent())) {
      complaints.add(
          "LIVEKIT_HTTP_URL is missing: expected where LiveKit's API is, for example"
              + " https://livekit.example.com (LIVEKIT_URL and NEXT_PUBLIC_LIVEKIT_URL do too)");
    }
    if (complaints.isEmpty() && isRingTooShort()) {
      complaints.add(
          "roomscribe.audio.ring-ms is less than roomscribe.audio.jitter-target-ms + 500");
    }
    return complaints;
  }

  /** The names that look like ours and are not: most often misspelt. */
  Set<String> unknown(Iterable<String> names) {
    Set<String> known =
        SettingsTable.ALL.stream()
            .map(Setting::name)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> asVariables =
        known.stream().map(SettingsCheck::asVariable).collect(Collectors.toSet());
    Set<String> unknown = new TreeSet<>();
    for (String name : names) {
      boolean isUnknownKey = name.startsWith(OURS) && !known.contains(name);
      boolean isUnknownVariable = name.startsWith("ROOMSCRIBE_") && !asVariables.contains(name);
      if (isUnknownKey || isUnknownVariable) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  /** Everybody is let in without a credential. */
  boolean isDemo() {
    return value("roomscribe.demo").equals(Optional.of("true"));
  }

  private Optional<String> complaint(Setting setting) {
    Optional<String> value = value(setting.name());
    String expected = "expected " + setting.rule().expected();
    if (value.isEmpty()) {
      return setting.isRequired()
          ? Optional.of(setting.name() + " is missing: " + expected)
          : Optional.empty();
    }
    if (setting.rule().isKeptBy(value.get())) {
      return Optional.empty();
    }
    String shown = setting.isSecret() || value.get().contains("@") ? "" : "=" + value.get();
    return Optional.of(setting.name() + shown + " is wrong: " + expected);
  }

  private boolean isRingTooShort() {
    Optional<Long> ring = value("roomscribe.audio.ring-ms").map(Long::valueOf);
    Optional<Long> jitter = value("roomscribe.audio.jitter-target-ms").map(Long::valueOf);
    return ring.isPresent() && jitter.isPresent() && ring.get() < jitter.get() + 500;
  }

  private Optional<String> value(String name) {
    return config.apply(name).map(String::strip).filter(text -> !text.isEmpty());
  }

  private static String asVariable(String name) {
    return name.replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT);
  }
}
