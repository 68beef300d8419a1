package io.roomscribe.standin.speech;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * How far what was understood is from what was said, counted along the cheapest alignment of both.
 *
 * <p>Case and punctuation do not count, and numbers in digits equal the same numbers in words.
 *
 * @param referenceWords how many words were said
 * @param substitutions words taken for another
 * @param deletions words missed
 * @param insertions words that nobody said
 */
public record WordErrorRate(int referenceWords, int substitutions, int deletions, int insertions) {

  /** Compares one text with another. */
  public static WordErrorRate of(String reference, String hypothesis) {
    List<String> said = words(reference);
    List<String> understood = words(hypothesis);
    return counted(said, understood, distances(said, understood));
  }

  /** Errors per word said; over 1 when more was invented than said; 0 for nothing said or heard. */
  public double rate() {
    int errors = substitutions + deletions + insertions;
    return errors == 0 ? 0 : (double) errors / Math.max(1, referenceWords);
  }

  /** Both measurements as one: the rate of the sum weighs each by its words. */
  public WordErrorRate plus(WordErrorRate other) {
    return new WordErrorRate(
        referenceWords + other.referenceWords,
        substitutions + other.substitutions,
        deletions + other.deletions,
        insertions + other.insertions);
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "%.1f %% (%d words: %d substituted, %d missed, %d invented)",
        100 * rate(),
        referenceWords,
        substitutions,
        deletions,
        insertions);
  }

  /** The words that are compared: lower case, bare of punctuation, numbers spelled out. */
  public static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    String bare = text.toLowerCase(Locale.ROOT).replace('\u2019', '\'');
    for (String token : bare.split("[^\\p{L}\\p{N}']+")) {
      String word = token.replaceAll("^'+|'+$", "");
      if (word.matches("\\d{1,9}")) {
        words.addAll(NumberWords.of(Integer.parseInt(word)));
      } else if (!word.isEmpty()) {
        words.add(word.equals("mr") ? "mister" : word);
      }
    }
    return words;
  }

  private static int[][] distances(List<String> said, List<String> understood) {
    int[][] distance = new int[said.size() + 1][understood.size() + 1];
    for (int i = 0; i <= said.size(); i++) {
      for (int j = 0; j <= understood.size(); j++) {
        if (i == 0 || j == 0) {
          distance[i][j] = i + j;
        } else {
          int change = said.get(i - 1).equals(understood.get(j - 1)) ? 0 : 1;
          distance[i][j] =
              Math.min(
                  distance[i - 1][j - 1] + change,
                  1 + Math.min(distance[i - 1][j], distance[i][j - 1]));
        }
      }
    }
    return distance;
  }

  private static WordErrorRate counted(
      List<String> said, List<String> understood, int[][] distance) {
    int substitutions = 0;
    int deletions = 0;
    int insertions = 0;
    int i = said.size();
    int j = understood.size();
    while (i > 0 || j > 0) {
      boolean same = i > 0 && j > 0 && said.get(i - 1).equals(understood.get(j - 1));
      if (same && distance[i][j] == distance[i - 1][j - 1]) {
        i--;
        j--;
      } else if (i > 0 && j > 0 && distance[i][j] == distance[i - 1][j - 1] + 1) {
        substitutions++;
        i--;
        j--;
      } else if (i > 0 && distance[i][j] == distance[i - 1][j] + 1) {
        deletions++;
        i--;
      } else {
        insertions++;
        j--;
      }
    }
    return new WordErrorRate(said.size(), substitutions, deletions, insertions);
  }
}
