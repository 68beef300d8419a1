package io.roomscribe.servers;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** Settings as both servers read them: a file of properties, which their command names. */
public final class SettingsFile {

  private SettingsFile() {}

  /** Writes settings.properties into the directory, which must exist. */
  public static Path write(Path directory, Map<String, String> settings) throws IOException {
    Path file = directory.resolve("settings.properties");
    try (Writer out = Files.newBufferedWriter(file)) {
      Properties properties = new Properties();
      properties.putAll(settings);
      properties.store(out, null);
    }
    return file;
  }
}
