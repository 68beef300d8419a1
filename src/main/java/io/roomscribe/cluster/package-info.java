/**
 * Several nodes on one database: who this node is, which sessions are its own, and what nodes tell
 * each other.
 *
 * <p>Why: a session runs on one node at a time, and another goes on with it when that one dies. A
 * node alone runs the same code, and nobody ever takes anything from it. May call {@code lanes}.
 */
@NullMarked
package io.roomscribe.cluster;

import org.jspecify.annotations.NullMarked;
