import type { sv } from './messages.sv.ts';

export const en: typeof sv = {
  title: 'Our promises about your data',
  lead: 'This is our data and security policy. A promise is not only words: behind it stands a setting, or a test that the program runs again and again. The page is computed at the moment you open it. It tells what has been shown, when it was shown and how long that holds, and just as plainly what has not been shown yet.',
  skip: 'Skip to the promises',
  home: 'To the start page',
  summary: 'How things stand',
  asOf: (at) => `Read ${at}.`,
  total: (count) => `${count} promises`,
  contents: 'Themes',
  states: {
    kept: 'Kept',
    configured: 'Configured',
    attested: 'Attested',
    at_risk: 'At risk',
    not_yet: 'Not shown yet',
  },
  legend: {
    kept: 'The program has tested the promise in operation, and it held. The proof has an end date and must be renewed.',
    configured:
      'The promise is configured and tested, but not shown in full in operation. What is lacking stands beside it.',
    attested:
      'The promise is about people or places, which no program can test. Somebody has signed for it, with a date.',
    at_risk: 'The last test failed, or its proof has expired. Do not count on the promise right now.',
    not_yet: 'Nothing shows that the promise is kept here. Do not count on it before this page says otherwise.',
  },
  provedAt: (at) => `Shown ${at}`,
  failedAt: (at) => `The test failed ${at}`,
  expiredAt: (at) => `The proof expired ${at}`,
  until: (at) => `holds until ${at}`,
  reasons: {
    same_disk: 'The locations are on the same disk and therefore do not stand apart from each other.',
    same_machine: 'The locations are on the same machine and therefore do not stand apart from each other.',
    proof_failed: 'The last test showed that the promise was not kept.',
    proof_expired: 'The last proof has expired without being renewed.',
    proof_missing: 'No test has shown this yet.',
    configuration_untested: 'The setting is there, but no test shows that it is obeyed.',
    attestation_missing: 'Nobody has signed for this yet.',
    attestation_expired: 'The signature has expired.',
  },
  whatShows: 'What shows it?',
  whatWouldShow: 'What would show it?',
  method: 'How it is shown',
  probe: 'Tested by',
  evidence: 'Outcome',
  yes: 'yes',
  no: 'no',
};
