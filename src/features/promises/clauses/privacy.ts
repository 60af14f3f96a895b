/** P31-P39: personal data and the rights of the people it is about. */
import type { PolicyPromise } from '../promise.ts';

export const privacyClauses: readonly PolicyPromise[] = [
  {
    id: 'P31',
    sources: ['C', 'D'],
    kind: 'configured',
    isPartlyAttested: true,
    theme: 'privacy',
    text: {
      sv: 'Ni är personuppgiftsansvariga och vi är ert personuppgiftsbiträde. Vi svarar för de tekniska och organisatoriska skyddsåtgärderna.',
      en: 'You are the controller of the personal data and we are your processor. We answer for the technical and organisational safeguards.',
    },
    shownBy: {
      sv: 'Ingen organisation tas i drift utan godkänt biträdesavtal, och bilagan om skyddsåtgärder skrivs ut ur systemets verkliga inställningar.',
      en: 'No organisation goes live without an accepted processing agreement, and its annex on safeguards is generated from the settings actually in force.',
    },
  },
  {
    id: 'P32',
    sources: ['D'],
    kind: 'configured',
    theme: 'privacy',
    text: {
      sv: 'Ni informerar de personer ni har uppgifter om och kontrollerar oss som biträde. Vi ger er texterna och underlaget.',
      en: 'You inform the people whose data you hold and check us as your processor. We give you the texts and the evidence.',
    },
    shownBy: {
      sv: 'Vilken version av informationen som visades sparas vid insamlingen, och er administratör kan hämta hela underlaget.',
      en: 'The version of the notice that was shown is kept when data is collected, and your administrator can download all the evidence.',
    },
  },
  {
    id: 'P33',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'privacy',
    text: {
      sv: 'Ni kan ta ut ett registerutdrag med allt som finns om en person, i alla register och bilagor.',
      en: 'You can produce an extract of everything held about a person, in all registers and attachments.',
    },
    shownBy: {
      sv: 'Utdraget för en påhittad person jämförs fält för fält med det som lagts in, och får inte innehålla någon annans uppgifter.',
      en: "The extract for an invented person is compared field by field with what was entered, and must not hold anybody else's data.",
    },
  },
  {
    id: 'P34',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'privacy',
    text: {
      sv: 'Ni kan radera en persons uppgifter överallt: poster, alla versioner av bilagor och värdena i journalen. Det raderade kommer inte tillbaka ur en backup.',
      en: "You can erase a person's data everywhere: records, all versions of attachments, and the values in the journal. What is erased does not come back from a backup.",
    },
    shownBy: {
      sv: 'Märkta uppgifter eftersöks efter radering i databasen, på platserna och i en äldre återläst backup, och journalen går fortfarande att kontrollera.',
      en: 'Marked data is searched for after erasure in the database, the locations and an older backup restored, and the journal still verifies.',
    },
  },
  {
    id: 'P35',
    sources: ['D'],
    kind: 'measured',
    theme: 'privacy',
    text: {
      sv: 'Ni kan anonymisera poster så att de duger för statistik men inte längre går att knyta till någon.',
      en: 'You can anonymise records so that they serve for statistics but can no longer be tied to anybody.',
    },
    shownBy: {
      sv: 'Ingen kombination av kvarvarande uppgifter pekar ut en för liten grupp, och ingen sparad nyckel kan återställa dem.',
      en: 'No combination of the remaining data singles out too small a group, and no stored key can bring the rest back.',
    },
  },
  {
    id: 'P36',
    sources: ['D'],
    kind: 'measured',
    theme: 'privacy',
    text: {
      sv: 'En persons uppgifter, eller hela organisationens, kan lämnas ut i öppna format som andra system kan läsa.',
      en: "A person's data, or the whole organisation's, can be handed over in open formats that other systems can read.",
    },
    shownBy: {
      sv: 'Det utlämnade läses in i en tom organisation och är där lika med originalet.',
      en: 'What was handed over is read into an empty organisation and equals the original there.',
    },
  },
  {
    id: 'P37',
    sources: ['C'],
    kind: 'configured',
    theme: 'privacy',
    text: {
      sv: 'Där en rättighet saknar en egen funktion finns en rutin: begäran tas emot, får en tidsfrist och följs upp tills den är besvarad.',
      en: 'Where a right has no function of its own there is a routine: the request is received, given a deadline and followed until answered.',
    },
    shownBy: {
      sv: 'Varje rättighet har en funktion eller en rutin, och en begäran som närmar sig sin frist ger larm.',
      en: 'Every right has a function or a routine, and a request near its deadline raises an alarm.',
    },
  },
  {
    id: 'P38',
    sources: ['B', 'D'],
    kind: 'measured',
    theme: 'privacy',
    text: {
      sv: 'Vi följer dataskyddsförordningen (GDPR) och arbetar för att uppgifter inte går förlorade, röjs eller hamnar i orätta händer.',
      en: 'We follow the General Data Protection Regulation (GDPR) and work to keep data from being lost, disclosed or falling into the wrong hands.',
    },
    shownBy: {
      sv: 'Säkerhetskraven i OWASP ASVS nivå 2 rapporteras krav för krav, och hanteringen av incidenter övas varje år.',
      en: 'The security requirements of OWASP ASVS level 2 are reported one by one, and the handling of incidents is drilled every year.',
    },
  },
  {
    id: 'P39',
    sources: ['B'],
    kind: 'configured',
    theme: 'privacy',
    text: {
      sv: 'Felrapporter kan sändas till Sentry, rensade från personuppgifter, och tas bort när felet är löst. Är tjänsten avslagen sänds ingenting.',
      en: 'Crash reports can be sent to Sentry, cleared of personal data, and are deleted when the fault is solved. With the service off, nothing is sent.',
    },
    shownBy: {
      sv: 'En rapport om ett framkallat fel genomsöks efter märkta uppgifter, och löst fel försvinner hos mottagaren.',
      en: 'The report of a provoked fault is searched for marked data, and a solved fault disappears at the recipient.',
    },
  },
];
