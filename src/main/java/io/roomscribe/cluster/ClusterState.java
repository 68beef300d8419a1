package io.roomscribe.cluster;

import java.time.Duration;

/**
 * How it stands with a node's leases.
 *
 * @param nodes that lived at the last renewal, this one included
 * @param sessions that are this node's
 * @param age since the last renewal
 * @param isLapsed whether the node acts for no session until it has renewed its leases
 * @param refused writes that were refused since the start because others owned the sessions
 */
public record ClusterState(int nodes, int sessions, Duration age, boolean isLapsed, long refused) {}
