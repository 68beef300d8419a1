/**
 * Who runs where: managed executors, serial lanes, the ticker, back-off and the clocks.
 *
 * <p>The only package that names an executor or reads the time; everybody else is handed a lane or
 * a clock. Calls nobody.
 */
@NullMarked
package io.roomscribe.lanes;

import org.jspecify.annotations.NullMarked;
