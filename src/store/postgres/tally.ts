// Counts by state, kept beside the rows so that nobody has to count a million of them. Whatever changes a state adds
// to them in the same statement. A row stays locked until its transaction is on disk, so connections add to parts of
// their own: four workers that settle at once would else stand in line for one row.

const PARTS = 32

/**
 * @param counts a query for send, state, reason and how many more. Its rows come in one order, so that no two
 * transactions wait for each other.
 */
export const tally = (counts: string): string =>
  `insert into tallies (send_id, state, reason, count, part)
   select counts.*, pg_backend_pid() % ${PARTS} from (${counts}) as counts
   on conflict (send_id, state, reason, part) do update set count = tallies.count + excluded.count`
