package io.roomscribe.standin.gladia;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * What one value of a request body may be.
 *
 * <p>Errors are worded as the class-validator library words them, which Gladia's API is built with:
 * {@code sample_rate must be one of the following values: 8000, …}.
 */
@FunctionalInterface
interface BodyRule {

  /** Adds one sentence to {@code errors} for each thing wrong with the value at {@code path}. */
  void check(String path, JsonNode value, List<String> errors);

  static BodyRule bool() {
    return simple(JsonNode::isBoolean, "must be a boolean value");
  }

  static BodyRule string() {
    return simple(JsonNode::isTextual, "must be a string");
  }

  static BodyRule uri() {
    return simple(value -> value.isTextual() && isUri(value.asText()), "must be a URL address");
  }

  static BodyRule number(double least, double most) {
    return (path, value, errors) -> {
      if (!value.isNumber()) {
        errors.add(path + " must be a number");
      } else if (value.asDouble() < least) {
        errors.add(path + " must not be less than " + plain(least));
      } else if (value.asDouble() > most) {
        errors.add(path + " must not be greater than " + plain(most));
      }
    };
  }

  static BodyRule integer(int least, int most) {
    BodyRule range = number(least, most);
    return (path, value, errors) -> {
      if (value.isNumber() && value.asDouble() != Math.rint(value.asDouble())) {
        errors.add(path + " must be an integer number");
      } else {
        range.check(path, value, errors);
      }
    };
  }

  static BodyRule oneOf(Object... allowed) {
    String values =
        StreamSupport.stream(List.of(allowed).spliterator(), false)
            .map(String::valueOf)
            .collect(Collectors.joining(", "));
    return (path, value, errors) -> {
      boolean found = false;
      for (Object candidate : allowed) {
        boolean text = candidate instanceof String;
        found |= text == value.isTextual() && value.asText().equals(candidate.toString());
      }
      if (!found) {
        errors.add(path + " must be one of the following values: " + values);
      }
    };
  }

  static BodyRule arrayOf(BodyRule element, int least) {
    return (path, value, errors) -> {
      if (!value.isArray()) {
        errors.add(path + " must be an array");
        return;
      }
      if (value.size() < least) {
        errors.add(path + " must contain at least " + least + " elements");
      }
      for (int i = 0; i < value.size(); i++) {
        element.check(path + "." + i, value.get(i), errors);
      }
    };
  }

  /** A string, or an object of its own. */
  static BodyRule textOr(BodyRule object) {
    return (path, value, errors) -> {
      if (!value.isTextual()) {
        object.check(path, value, errors);
      }
    };
  }

  static BodyRule freeObject() {
    return simple(JsonNode::isObject, "must be an object");
  }

  static BodyRule mapOf(BodyRule element) {
    return (path, value, errors) -> {
      if (!value.isObject()) {
        errors.add(path + " must be an object");
        return;
      }
      value.properties().forEach(f -> element.check(path + "." + f.getKey(), f.getValue(), errors));
    };
  }

  /** An object with these keys only, of which some are required. */
  static BodyRule object(Map<String, BodyRule> fields, String... required) {
    return (path, value, errors) -> {
      if (!(value instanceof ObjectNode)) {
        errors.add((path.isEmpty() ? "body" : path) + " must be an object");
        return;
      }
      String prefix = path.isEmpty() ? "" : path + ".";
      value
          .properties()
          .forEach(
              field -> {
                BodyRule rule = fields.get(field.getKey());
                if (rule == null) {
                  errors.add(prefix + "property " + field.getKey() + " should not exist");
                } else {
                  rule.check(prefix + field.getKey(), field.getValue(), errors);
                }
              });
      for (String key : required) {
        if (!value.has(key)) {
          errors.add(prefix + key + " should not be empty");
        }
      }
    };
  }

  private static BodyRule simple(Predicate<JsonNode> holds, String otherwise) {
    return (path, value, errors) -> {
      if (!holds.test(value)) {
        errors.add(path + " " + otherwise);
      }
    };
  }

  private static boolean isUri(String text) {
    try {
      return URI.create(text).isAbsolute();
    } catch (IllegalArgumentException notOne) {
      return false;
    }
  }

  private static String plain(double number) {
    return number == Math.rint(number) ? String.valueOf((long) number) : String.valueOf(number);
  }
}
