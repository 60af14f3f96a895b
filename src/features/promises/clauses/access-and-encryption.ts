/** P21-P30: who reaches what, the journal, and encryption. */
import type { PolicyPromise } from '../promise.ts';

export const accessAndEncryptionClauses: readonly PolicyPromise[] = [
  {
    id: 'P21',
    sources: ['C'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Vid varje anrop till våra servrar prövas användarens behörighet på nytt.',
      en: "At every call to our servers the user's authority is checked anew.",
    },
    shownBy: {
      sv: 'När en roll, en session eller ett medlemskap dras in nekas redan nästa anrop.',
      en: 'When a role, a session or a membership is withdrawn, the very next call is refused.',
    },
  },
  {
    id: 'P22',
    sources: ['C', 'D', 'E'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Vad var och en ser och får ändra följer av roller och behörigheter, ända ner till enskilda fält.',
      en: 'What each person sees and may change follows from roles and permissions, down to single fields.',
    },
    shownBy: {
      sv: 'Alla roller prövas mot alla åtgärder på alla fält, och utfallet jämförs med det som är bestämt.',
      en: 'All roles are tried against all operations on all fields, and the outcome is compared with what is decided.',
    },
  },
  {
    id: 'P23',
    sources: ['E'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Ett och samma konto räcker för flera organisationer, med skilda rättigheter i var och en.',
      en: 'One account is enough for several organisations, with separate rights in each.',
    },
    shownBy: {
      sv: 'Den som är administratör i en organisation och läsare i en annan kan bara läsa i den andra, och har kvar den när den lämnar den första.',
      en: 'An administrator in one organisation who is a reader in another can only read there, and keeps that when leaving the first.',
    },
  },
  {
    id: 'P24',
    sources: ['D'],
    kind: 'measured',
    theme: 'journal',
    text: {
      sv: 'Varje anrop och varje ändring förs in i journalen per användare, även läsningar, avslag och nedladdade bilagor. Inget svar lämnas förrän anteckningen är säkrad.',
      en: 'Every call and every change is entered in the journal per user, reads, refusals and downloaded attachments included. No answer leaves until its entry is safe.',
    },
    shownBy: {
      sv: 'Anrop som besvaras, nekas och misslyckas görs gång på gång, och vart och ett ska genast ha exakt en journalanteckning.',
      en: 'Calls that are answered, refused and failed are made again and again, and each must at once have exactly one journal entry.',
    },
  },
  {
    id: 'P25',
    sources: ['D'],
    kind: 'measured',
    theme: 'journal',
    text: {
      sv: 'Ändringar av personuppgifter journalförs alltid: vem, när, vilket fält och värdet före och efter. Det går inte att stänga av.',
      en: 'Changes to personal data always enter the journal: who, when, which field, and the value before and after. It cannot be switched off.',
    },
    shownBy: {
      sv: 'En rad ändras gång på gång och anteckningen jämförs med vad som gjordes, och ingen tabell får sakna det som för in den.',
      en: 'A row is changed again and again and its entry compared with what was done, and no table may lack what writes it.',
    },
  },
  {
    id: 'P26',
    sources: ['E'],
    kind: 'measured',
    theme: 'access',
    text: {
      sv: 'Alla organisationer delar servrar och funktioner, så att också små har råd. Uppgifterna hålls ändå strängt åtskilda.',
      en: 'All organisations share servers and functions, so that small ones can afford them too. Their data is still kept strictly apart.',
    },
    shownBy: {
      sv: 'Alla tabeller prövas gång på gång inifrån en organisation och utifrån, och ingen får visa eller ta emot en annans rader.',
      en: 'All tables are tried again and again from inside one organisation and from outside, and none may show or take rows of another.',
    },
  },
  {
    id: 'P27',
    sources: ['A', 'B', 'C', 'D', 'E'],
    kind: 'measured',
    theme: 'encryption',
    text: {
      sv: 'Alla sidor och all trafik går över https med modern TLS, också mellan våra egna system.',
      en: 'All pages and all traffic go over https with modern TLS, also between our own systems.',
    },
    shownBy: {
      sv: 'Alla adresser och förbindelser avsöks, och kontrollen av certifikat går inte att stänga av.',
      en: 'All addresses and links are scanned, and the checking of certificates cannot be switched off.',
    },
  },
  {
    id: 'P28',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'encryption',
    text: {
      sv: 'Trafiken krypteras med 256 bitar, certifikatets nyckel motsvarar minst 2048 bitars RSA, och certifikatet kommer från en känd utfärdare.',
      en: 'Traffic is encrypted with 256 bits, the certificate key is at least as strong as 2048-bit RSA, and the certificate comes from a known issuer.',
    },
    shownBy: {
      sv: 'En avsökning av handskakningen visar vilka chiffer servern godtar, nyckelns längd och utfärdaren.',
      en: 'A scan of the handshake shows which ciphers the server accepts, the length of the key and the issuer.',
    },
  },
  {
    id: 'P29',
    sources: ['C', 'D'],
    kind: 'measured',
    theme: 'encryption',
    text: {
      sv: 'Uppgifterna lagras krypterade. Bilagor, känsliga fält och backuper har dessutom egna nycklar.',
      en: 'Data is stored encrypted. Attachments, sensitive fields and backups have keys of their own besides.',
    },
    shownBy: {
      sv: 'Märkta uppgifter eftersöks på diskarna och på platserna för bilagor, och hittas ingenstans i klartext.',
      en: 'Marked data is searched for on the disks and in the locations of attachments, and is found nowhere in clear text.',
    },
  },
  {
    id: 'P30',
    sources: ['E'],
    kind: 'measured',
    theme: 'encryption',
    text: {
      sv: 'E-post från systemet är krypterad på vägen och innehåller så lite som möjligt. Kan mottagarens server inte ta emot krypterat hålls brevet kvar.',
      en: "E-mail from the system is encrypted on its way and holds as little as possible. If the recipient's server cannot receive it encrypted, the mail is held.",
    },
    shownBy: {
      sv: 'Brev till en provserver utan kryptering eller med felaktigt certifikat stannar hos oss och syns som en händelse.',
      en: 'Mail to a trial server without encryption or with a bad certificate stays with us and shows as an event.',
    },
  },
];
