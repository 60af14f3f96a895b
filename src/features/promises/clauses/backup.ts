/** P40-P49: backups, attachments and the way back. */
import type { PolicyPromise } from '../promise.ts';

export const backupClauses: readonly PolicyPromise[] = [
  {
    id: 'P40',
    sources: ['A', 'B', 'C', 'D', 'E'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Varje dag görs en fullständig backup av allt. Den börjar klockan 18.00 om inget annat är bestämt.',
      en: 'Every day a full backup of everything is made. It starts at 18:00 unless another time is decided.',
    },
    shownBy: {
      sv: 'Förteckningen har en backupuppsättning för varje dag, även när klockan ställs om, och larmar om det gått 25 timmar.',
      en: 'The catalogue has a backup set for every day, also when the clocks change, and raises an alarm after 25 hours.',
    },
  },
  {
    id: 'P41',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Varje backup kontrolleras: den läses tillbaka i en tillfällig databas och prövas av programmet självt.',
      en: 'Every backup is verified: it is restored into a scratch database and checked by the program itself.',
    },
    shownBy: {
      sv: 'En enda ändrad byte i en backup ger underkänt och larm.',
      en: 'A single changed byte in a backup gives failure and alarm.',
    },
  },
  {
    id: 'P42',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Alla databaser kopieras vid samma tillfälle, även de som tillkommit sedan sist.',
      en: 'All databases are copied at the same time, those added since the last time included.',
    },
    shownBy: {
      sv: 'Kopiornas förteckning är lika med databasserverns egen lista över databaser.',
      en: "The list of copies equals the database server's own list of databases.",
    },
  },
  {
    id: 'P43',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Utöver den dagliga backupen kan hela databasservern återställas till en vald tidpunkt under de senaste 35 dagarna.',
      en: 'Besides the daily backup, the whole database server can be restored to a chosen moment within the last 35 days.',
    },
    shownBy: {
      sv: 'Det som skrevs en sekund före vald tid finns efter återställningen, och det som skrevs en sekund efter finns inte.',
      en: 'What was written a second before the chosen time is there after the restore, and what was written a second after is not.',
    },
  },
  {
    id: 'P44',
    sources: ['A', 'B', 'E'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Varje backup förvaras på tre geografiskt skilda platser, och vi namnger ort, land och ägare.',
      en: 'Every backup is kept in three geographically separate locations, and we name the city, the country and the owner.',
    },
    shownBy: {
      sv: 'Kopiorna läses tillbaka från alla tre platserna och är lika; en skadad kopia ger larm och lagas från en annan plats.',
      en: 'The copies are read back from all three locations and are equal; a damaged copy raises an alarm and is healed from another location.',
    },
  },
  {
    id: 'P45',
    sources: ['E'],
    kind: 'configured',
    theme: 'backup',
    text: {
      sv: 'Vissa backuper sparas längre än andra: dagliga, vecko-, månads- och årsbackuper, var och en så länge som är bestämt.',
      en: 'Some backups are kept longer than others: daily, weekly, monthly and yearly ones, each for as long as is decided.',
    },
    shownBy: {
      sv: 'Tre år spelas upp i förväg, och exakt de uppsättningar som ska finnas kvar finns kvar.',
      en: 'Three years are played through, and exactly the sets that should remain do remain.',
    },
  },
  {
    id: 'P46',
    sources: ['E'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Vissa backuper sparas för alltid. De förnyas varje år, så att de går att öppna och så att raderade personer inte finns kvar i dem.',
      en: 'Some backups are kept for ever. They are renewed every year, so that they can be opened and so that erased people do not remain in them.',
    },
    shownBy: {
      sv: 'En backup som sparas för alltid öppnas, och en person som raderats sedan dess saknas i den efter förnyelsen.',
      en: 'A permanent backup is opened, and a person erased since then is missing from it after the renewal.',
    },
  },
  {
    id: 'P47',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Alla versioner av en bilaga sparas. Den som ersatts eller tagits bort av misstag går att få tillbaka.',
      en: 'All versions of an attachment are kept. One that was replaced or removed by mistake can be brought back.',
    },
    shownBy: {
      sv: 'Tre versioner laddas ner med rätt innehåll tills de raderas, och en uppladdning bekräftas först när den finns på två platser.',
      en: 'Three versions download with the right content until erased, and an upload is acknowledged only when it is in two locations.',
    },
  },
  {
    id: 'P48',
    sources: ['A', 'B'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Vi återställer bara för att hålla tjänsten i gång, inte för att hämta tillbaka det ni tagit bort. Det gör ni själva, med papperskorgen eller tidsmaskinen, till den minut ni väljer.',
      en: 'We restore only to keep the service running, not to bring back what you removed. That you do yourselves, with the trash or the time machine, to the minute you choose.',
    },
    shownBy: {
      sv: 'En massborttagning ångras på minuten medan andra organisationer är orörda, och vår egen återställning kräver skäl och två personer.',
      en: 'A bulk deletion is undone to the minute with other organisations untouched, and a restore by us needs a reason and two people.',
    },
  },
  {
    id: 'P49',
    sources: ['D'],
    kind: 'measured',
    theme: 'backup',
    text: {
      sv: 'Våra rutiner för backup är kompletta nog att bygga upp hela tjänsten på nytt, inom en tid vi anger.',
      en: 'Our backup routines are complete enough to rebuild the whole service, within a time that we state.',
    },
    shownBy: {
      sv: 'Vid övningen byggs tjänsten upp från backuperna, och tiden mäts mot den utlovade.',
      en: 'In the drill the service is rebuilt from the backups, and the time is measured against the one promised.',
    },
  },
];
