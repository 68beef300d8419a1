package io.roomscribe.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The check at start, the commented properties file and the README know the same settings. */
class SettingsTableTest {

  private static final Pattern IN_FILE =
      Pattern.compile("^(?:# )?((?:roomscribe\\.|GLADIA_|LIVEKIT_)[\\w.-]+)=(.*)$");
  private static final Pattern IN_README = Pattern.compile("^\\| `([\\w.-]+)` \\| ([^|]*) \\|.*$");

  @Test
  void table_ours_areThoseOfThePropertiesFile() throws IOException {
    assertThat(SettingsTable.ALL)
        .extracting(Setting::name)
        .filteredOn(name -> name.startsWith("roomscribe."))
        .containsExactlyInAnyOrderElementsOf(
            defaults().keySet().stream().filter(n -> n.startsWith("roomscribe.")).toList());
  }

  @Test
  void defaults_all_passTheCheck() throws IOException {
    Map<String, String> defaults = defaults();

    assertThat(SettingsTable.ALL)
        .allSatisfy(
            setting -> {
              String value = defaults.getOrDefault(setting.name(), "");
              assertThat(value.isEmpty() || setting.rule().isKeptBy(value))
                  .as("%s=%s", setting.name(), value)
                  .isTrue();
            });
  }

  @Test
  void readme_itsTable_hasEverySettingWithItsDefault() throws IOException {
    Map<String, String> defaults = defaults();
    Map<String, String> expected = new TreeMap<>();
    for (Setting setting : SettingsTable.ALL) {
      String value = defaults.getOrDefault(setting.name(), "");
      expected.put(setting.name(), value.isEmpty() ? "" : "`" + value + "`");
    }

    assertThat(read(Path.of("README.md"), IN_README)).isEqualTo(expected);
  }

  private static Map<String, String> defaults() throws IOException {
    return read(Path.of("src/main/resources/META-INF/microprofile-config.properties"), IN_FILE);
  }

  private static Map<String, String> read(Path file, Pattern line) throws IOException {
    Map<String, String> found = new TreeMap<>();
    for (String text : Files.readAllLines(file)) {
      Matcher matcher = line.matcher(text);
      if (matcher.matches()) {
        found.put(matcher.group(1), matcher.group(2).strip());
      }
    }
    return found;
  }
}
