// The proofs of `make prove`: what each is called, which test of tests/proofs/ it is, how large it runs and about how long.
//
//   name     what `node tools/prove.mjs NAME` takes
//   title    its row in docs/proof.md: what was tried, and what must not happen
//   test     the test's path in the target `proofs`; it prints one line PROOF {json}
//   size     PROOF_SIZE of the full run
//   engines  "any" when no database takes part
//   minutes  about how long on two cores; three times as much and two minutes more is its limit
//   disk     true when it needs a disk rather than a RAM folder

export const PROOFS = [
  {
    name: "charge",
    title: "A random tariff and duration cost something else than exact rational arithmetic says, to the micro",
    test: "charge::a_charge_equals_exact_arithmetic_to_the_micro",
    size: 1_000_000,
    engines: ["any"],
    minutes: 0.5,
  },
  {
    name: "affordable",
    title: "A random wallet pays for a second less, or for a second more, than `affordable` says",
    test: "affordable::credit_lasts_as_long_as_it_pays_for_and_not_a_second_more",
    size: 1_000_000,
    engines: ["any"],
    minutes: 0.5,
  },
  {
    name: "hold",
    title: "A hold is not the exact price of the permitted time, or the guard outruns it",
    test: "affordable::a_hold_is_the_exact_price_of_the_permitted_time",
    size: 1_000_000,
    engines: ["any"],
    minutes: 0.5,
  },
  {
    name: "steps",
    title: "After some step of a random sequence (voice requests, reports, days passing) a wallet is not what the model says",
    test: "model::small::a_wallet_is_what_the_model_says_after_every_step",
    size: 2_000,
    engines: ["SQLite", "PostgreSQL"],
    minutes: 7,
  },
  {
    name: "model",
    title:
      "Calls whose posts come repeated 1 to 10 times, shuffled, from 16 to 64 senders at once, before the voice request or lost, " +
      "while reconcilers race, REST answers late, clocks jump and decks change, cost something else than the model says",
    test: "model::any_delivery_of_any_calls_costs_what_the_model_says",
    size: 100_000,
    engines: ["SQLite", "PostgreSQL"],
    minutes: 30,
  },
  {
    name: "kill-points",
    title: "The process is killed on entering its Nth write or sync, for every N of a few calls; an acknowledged settlement is missing, or one is double",
    test: "faults::kill_points::a_call_killed_at_any_write_is_charged_once_or_not_yet",
    size: 100_000,
    engines: ["SQLite"],
    minutes: 5,
  },
  {
    name: "kill-server",
    title: "`kill -9` of the server under load; a post acknowledged to the sender is missing afterwards, or booked twice",
    test: "faults::killed_server::a_server_killed_under_load_loses_nothing_it_acknowledged",
    size: 1_000,
    engines: ["SQLite", "PostgreSQL"],
    minutes: 9,
  },
  {
    name: "outages",
    title: "PostgreSQL stopped with `-m immediate` under load for 1 s (40 times), 10 s (8) and 60 s (2); a call stays open, a post is acknowledged in vain, or the server is not back within 5 s",
    test: "faults::outages::a_database_that_is_gone_for_a_while_costs_nobody_anything",
    size: 50,
    engines: ["PostgreSQL"],
    minutes: 7,
    disk: true,
  },
  {
    name: "sick-disk",
    title: "Disk full, I/O error, slow disk or a foreign lock under load; a post is acknowledged that is not durable, or the server does not heal by itself",
    test: "faults::sick_disk::a_sick_disk_never_makes_an_acknowledgement_that_is_not_durable",
    size: 200,
    engines: ["SQLite"],
    minutes: 6,
    disk: true,
  },
  {
    name: "hang-ups",
    title: "A client cuts the line in the middle of a webhook; a connection to the database is poisoned, or what is sent again is booked twice",
    test: "faults::disconnects::a_client_that_hangs_up_leaves_no_connection_poisoned",
    size: 10_000,
    engines: ["SQLite", "PostgreSQL"],
    minutes: 1.5,
  },
  {
    name: "signatures",
    title: "Twilio's own library (npm) and ours disagree about a signature: ours validated there, theirs by our running server, changed ones by both",
    test: "signatures::twilios_own_library_and_ours_agree_on_every_signature",
    size: 10_000,
    engines: ["any"],
    minutes: 1,
  },
];
