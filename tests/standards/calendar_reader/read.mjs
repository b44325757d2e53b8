// Reads calendars, a JSON list of texts on standard input, and says what ical.js makes of their events.
import ICAL from "ical.js";

const utc = (time) => new Date(time.toUnixTime() * 1000).toISOString();

function events(text) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  // The zone as the file writes it, not one that this program may know by itself.
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) {
    ICAL.TimezoneService.register(new ICAL.Timezone(zone));
  }
  return calendar.getAllSubcomponents("vevent").map((component) => {
    const event = new ICAL.Event(component);
    return [event.uid, utc(event.startDate), utc(event.endDate), event.summary];
  });
}

let given = "";
for await (const part of process.stdin) given += part;
process.stdout.write(JSON.stringify(JSON.parse(given).map(events)));
