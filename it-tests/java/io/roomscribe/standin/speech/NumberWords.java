package io.roomscribe.standin.speech;

import java.util.ArrayList;
import java.util.List;

/** English numbers as people say them. */
final class NumberWords {

  private static final List<String> SMALL =
      List.of(
          "zero",
          "one",
          "two",
          "three",
          "four",
          "five",
          "six",
          "seven",
          "eight",
          "nine",
          "ten",
          "eleven",
          "twelve",
          "thirteen",
          "fourteen",
          "fifteen",
          "sixteen",
          "seventeen",
          "eighteen",
          "nineteen");
  private static final List<String> TENS =
      List.of("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety");

  private NumberWords() {}

  /** The words of a number, {@code 142} being one hundred forty two. */
  static List<String> of(int number) {
    if (number == 0) {
      return List.of("zero");
    }
    List<String> words = new ArrayList<>();
    appendTo(words, number / 1_000_000, "million");
    appendTo(words, number / 1_000 % 1_000, "thousand");
    appendTo(words, number % 1_000, "");
    return words;
  }

  private static void appendTo(List<String> words, int belowThousand, String unit) {
    if (belowThousand == 0) {
      return;
    }
    if (belowThousand >= 100) {
      words.add(SMALL.get(belowThousand / 100));
      words.add("hundred");
    }
    int rest = belowThousand % 100;
    if (rest >= 20) {
      words.add(TENS.get(rest / 10));
      rest %= 10;
    }
    if (rest > 0) {
      words.add(SMALL.get(rest));
    }
    if (!unit.isEmpty()) {
      words.add(unit);
    }
  }
}
