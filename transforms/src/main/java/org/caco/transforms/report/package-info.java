/** What a run did: the funnel of its records, and which run an output directory belongs to. */
package org.caco.transforms.report;
