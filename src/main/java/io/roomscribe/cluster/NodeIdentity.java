package io.roomscribe.cluster;

/**
 * This process among all that ever used the database.
 *
 * @param id the node's, the same after each start
 * @param incarnation the process's own
 */
public record NodeIdentity(String id, String incarnation) {}
