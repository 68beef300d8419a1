package io.roomscribe.bench.ingest;

import java.util.List;

/**
 * What grows with what: the plane of least squares through points.
 *
 * @param coefficients the value at zero, then what one of each quantity adds
 * @param rSquared the share of the values' variance that it explains, at most 1
 */
record Fit(double[] coefficients, double rSquared) {

  /**
   * A measured point.
   *
   * @param quantities such as tracks and rooms; as many in all points
   * @param value what was measured there
   */
  record Point(double[] quantities, double value) {}

  /**
   * Fits the points.
   *
   * @throws ArithmeticException if they are too few or do not vary independently
   */
  static Fit through(List<Point> points) {
    int unknowns = points.get(0).quantities().length + 1;
    double[][] equations = new double[unknowns][unknowns + 1];
    for (Point point : points) {
      for (int row = 0; row < unknowns; row++) {
        for (int column = 0; column < unknowns; column++) {
          equations[row][column] += factor(point, row) * factor(point, column);
        }
        equations[row][unknowns] += factor(point, row) * point.value();
      }
    }
    double[] solution = solve(equations);
    return new Fit(solution, rSquared(points, solution));
  }

  private static double factor(Point point, int index) {
    return index == 0 ? 1 : point.quantities()[index - 1];
  }

  private static double rSquared(List<Point> points, double[] solution) {
    double mean = points.stream().mapToDouble(Point::value).average().orElseThrow();
    double left = 0;
    double all = 0;
    for (Point point : points) {
      double fitted = 0;
      for (int i = 0; i < solution.length; i++) {
        fitted += solution[i] * factor(point, i);
      }
      left += Math.pow(point.value() - fitted, 2);
      all += Math.pow(point.value() - mean, 2);
    }
    return 1 - left / all;
  }

  /** Gauss and Jordan, with the largest pivot. */
  private static double[] solve(double[][] equations) {
    int unknowns = equations.length;
    for (int step = 0; step < unknowns; step++) {
      int pivot = step;
      for (int row = step; row < unknowns; row++) {
        pivot = Math.abs(equations[row][step]) > Math.abs(equations[pivot][step]) ? row : pivot;
      }
      double[] chosen = equations[pivot];
      equations[pivot] = equations[step];
      equations[step] = chosen;
      if (Math.abs(chosen[step]) < 1e-9) {
        throw new ArithmeticException("the points do not vary independently");
      }
      for (int row = 0; row < unknowns; row++) {
        double share = row == step ? 0 : equations[row][step] / chosen[step];
        for (int column = step; column <= unknowns; column++) {
          equations[row][column] -= share * chosen[column];
        }
      }
    }
    double[] solution = new double[unknowns];
    for (int row = 0; row < unknowns; row++) {
      solution[row] = equations[row][unknowns] / equations[row][row];
    }
    return solution;
  }
}
