// Counts by state, kept beside the rows so that nobody has to count a million of them. Whatever changes a state adds
// to them in the same statement.

/**
 * @param counts a query for send, state, reason and how many more. Its rows come in one order, so that no two
 * transactions wait for each other.
 */
export const tally = (counts: string): string =>
  `insert into tallies (send_id, state, reason, count) ${counts}
   on conflict (send_id, state, reason) do update set count = tallies.count + excluded.count`
