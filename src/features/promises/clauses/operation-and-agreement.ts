/** P63-P78: operation, the agreement between us, and the people who run the service. */
import type { PolicyPromise } from '../promise.ts';

export const operationAndAgreementClauses: readonly PolicyPromise[] = [
  {
    id: 'P63',
    sources: ['E'],
    kind: 'measured',
    theme: 'operation',
    text: {
      sv: 'Ni har alltid den senaste versionen, utan eget arbete.',
      en: 'You always have the latest version, without any work of your own.',
    },
    shownBy: {
      sv: 'En uppgradering under belastning ger inte ett enda misslyckat anrop, och alla organisationer har samma version.',
      en: 'An upgrade under load gives not one failed call, and all organisations have the same version.',
    },
  },
  {
    id: 'P64',
    sources: ['E'],
    kind: 'measured',
    theme: 'operation',
    text: {
      sv: 'Alla använder samma lösning. Därför upptäcks små fel tidigt och rättas snabbt för alla.',
      en: 'Everybody uses the same solution. So small faults are found early and put right fast for all.',
    },
    shownBy: {
      sv: 'Organisationer skiljer sig bara i inställningar, och en rapport visar tiden från upptäckt fel till rättat.',
      en: 'Organisations differ in settings only, and a report shows the time from a fault found to a fault fixed.',
    },
  },
  {
    id: 'P65',
    sources: ['C', 'E'],
    kind: 'measured',
    isPartlyAttested: true,
    theme: 'operation',
    text: {
      sv: 'Tjänsten är nåbar dygnet runt, alla dagar.',
      en: 'The service can be reached at all hours, all days.',
    },
    shownBy: {
      sv: 'En mätning utifrån prövar tjänsten hela tiden, och rapporten visar hur stor del av tiden den svarat.',
      en: 'A probe from outside tries the service all the time, and the report shows what part of the time it answered.',
    },
  },
  {
    id: 'P66',
    sources: ['C'],
    kind: 'measured',
    theme: 'operation',
    text: {
      sv: 'Vid avbrott informerar vi på en sida hos en annan leverantör, så att den går att läsa när tjänsten ligger nere.',
      en: 'During an outage we inform on a page at another provider, so that it can be read while the service is down.',
    },
    shownBy: {
      sv: 'Tjänsten stängs av på prov, och inom två minuter visar statussidan avbrottet.',
      en: 'The service is shut down as a trial, and within two minutes the status page shows the outage.',
    },
  },
  {
    id: 'P67',
    sources: ['E'],
    kind: 'measured',
    theme: 'operation',
    text: {
      sv: 'Vi redovisar öppet hur länge tjänsten sammanlagt legat nere sedan starten, planerat arbete oräknat. Inga allvarliga störningar döljs.',
      en: 'We state openly how long the service has been down in total since the start, planned work not counted. No serious disturbance is hidden.',
    },
    shownBy: {
      sv: 'Sju oplanerade och trettio planerade minuter redovisas som sju, och avbrottslistan kan inte ändras i efterhand utan att det syns.',
      en: 'Seven unplanned and thirty planned minutes are stated as seven, and the list of outages cannot be changed afterwards without it showing.',
    },
  },
  {
    id: 'P68',
    sources: ['E'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'Ersättning lämnas inte för avbrott eller förlorade uppgifter.',
      en: 'No compensation is given for outages or lost data.',
    },
    shownBy: {
      sv: 'Villkoret står i avtalet, och det sparas vem som godkänt vilken version och när.',
      en: 'The clause stands in the agreement, and who accepted which version, and when, is kept.',
    },
  },
  {
    id: 'P69',
    sources: ['C', 'D'],
    kind: 'configured',
    theme: 'everyday',
    text: {
      sv: 'På varje sida finns vägen till hjälp: hur ni når oss och när.',
      en: 'Every page shows the way to help: how to reach us and when.',
    },
    shownBy: {
      sv: 'Alla sidor gås igenom och har en fungerande länk till hjälp.',
      en: 'All pages are walked through and have a working link to help.',
    },
  },
  {
    id: 'P70',
    sources: ['A'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'Avtalet ska sägas upp minst 30 dagar före förnyelsedagen, annars gäller det en period till.',
      en: 'Notice must be given at least 30 days before the renewal date; otherwise the agreement holds for another period.',
    },
    shownBy: {
      sv: 'En uppsägning 30 dagar före godtas; dagen därpå får ni besked om att avtalet förlängts.',
      en: 'Notice 30 days before is accepted; a day later you are told that the agreement has been extended.',
    },
  },
  {
    id: 'P71',
    sources: ['A'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'Förnyelsedagen står på varje faktura.',
      en: 'The renewal date stands on every invoice.',
    },
    shownBy: {
      sv: 'Datumet på varje faktura, på papper och elektroniskt, jämförs med avtalet.',
      en: 'The date on every invoice, printed and electronic, is compared with the agreement.',
    },
  },
  {
    id: 'P72',
    sources: ['A'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'När ni slutar väljer ni själva stängningsdag, och vi bekräftar den skriftligt.',
      en: 'When you leave, you choose the closing date yourselves, and we confirm it in writing.',
    },
    shownBy: {
      sv: 'Bekräftelsen visar dagen; fram till dess är allt kvar, sedan går det bara att läsa, och till sist raderas det.',
      en: 'The confirmation shows the day; until then all is there, then it can only be read, and at last it is erased.',
    },
  },
  {
    id: 'P73',
    sources: ['A'],
    kind: 'measured',
    theme: 'agreement',
    text: {
      sv: 'Fram till stängningsdagen kan ni när som helst ta ut hela organisationen i ett paket: register, poster, personer, alla versioner av bilagor, roller och journal.',
      en: 'Until the closing date you can at any time take out the whole organisation in one bundle: registers, records, people, all versions of attachments, roles and journal.',
    },
    shownBy: {
      sv: 'Paketet läses in på en annan installation och tas ut igen, och de två är lika.',
      en: 'The bundle is imported on another installation and exported again, and the two are equal.',
    },
  },
  {
    id: 'P74',
    sources: ['A'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'Skulle vi gå i konkurs driver konkursförvaltaren tjänsten vidare så länge att ni får besked i god tid och hinner ta ut era uppgifter.',
      en: 'Should we go bankrupt, the receiver keeps the service running long enough for you to be told well ahead and to take out your data.',
    },
    shownBy: {
      sv: 'Avvecklingen övas med deponerade nycklar: beskeden går ut och paketen hamnar i er egen lagring.',
      en: 'The wind-down is drilled with keys held in escrow: the notices go out and the bundles reach your own storage.',
    },
  },
  {
    id: 'P75',
    sources: ['A'],
    kind: 'configured',
    theme: 'agreement',
    text: {
      sv: 'Tjänsten stängs aldrig plötsligt. Ni får besked minst så långt i förväg som avtalet säger.',
      en: 'The service is never shut down suddenly. You are told at least as far ahead as the agreement says.',
    },
    shownBy: {
      sv: 'En stängningsdag närmare än så går inte att ange.',
      en: 'A closing date nearer than that cannot be set.',
    },
  },
  {
    id: 'P76',
    sources: ['C', 'D'],
    kind: 'attested',
    theme: 'staff',
    text: {
      sv: 'Bara några få nyckelpersoner känner till hur skyddet är uppbyggt och har tillgång till systemets hemligheter.',
      en: 'Only a few key persons know how the protection is built and have access to the secrets of the system.',
    },
    shownBy: {
      sv: 'En daterad förteckning över personerna, med larm när de blir fler än det bestämda antalet.',
      en: 'A dated list of the persons, with an alarm when they become more than the number decided.',
    },
  },
  {
    id: 'P77',
    sources: ['C', 'D'],
    kind: 'attested',
    theme: 'staff',
    text: {
      sv: 'All vår personal har skrivit under ett sekretessavtal.',
      en: 'All our staff have signed a secrecy agreement.',
    },
    shownBy: {
      sv: 'Datum för varje underskrift; utan giltigt datum kan ingen få behörighet som driftansvarig.',
      en: 'The date of each signature; without a valid date nobody can be given the authority of an operator.',
    },
  },
  {
    id: 'P78',
    sources: ['C', 'D'],
    kind: 'attested',
    theme: 'staff',
    text: {
      sv: 'Bara behörig personal når era uppgifter, under ledningens ansvar. Åtkomsten är tidsbegränsad och syns i er journal.',
      en: 'Only authorised staff reach your data, under the responsibility of our management. The access is limited in time and shows in your journal.',
    },
    shownBy: {
      sv: 'Utan godkänd supportåtkomst lämnas varken uppgifter eller nycklar ut, och ledningen intygar ordningen med datum.',
      en: 'Without an approved support grant neither data nor keys are given out, and management attests the order of things with a date.',
    },
  },
];
