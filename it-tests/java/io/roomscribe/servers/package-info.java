/** How servers are started here; called by the tests, the demo and the benches. */
package io.roomscribe.servers;
