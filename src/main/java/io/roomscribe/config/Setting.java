package io.roomscribe.config;

/**
 * One setting, as the check at start knows it.
 *
 * @param name of the configuration property
 * @param rule what its text must look like where there is one
 * @param isRequired the application does not start without it
 * @param isSecret its text appears in no message
 */
record Setting(String name, Rule rule, boolean isRequired, boolean isSecret) {

  static Setting optional(String name, Rule rule) {
    return new Setting(name, rule, false, false);
  }

  static Setting required(String name, Rule rule) {
    return new Setting(name, rule, true, false);
  }

  /** The same setting, whose text is never shown. */
  Setting secret() {
    return new Setting(name, rule, isRequired, true);
  }
}
