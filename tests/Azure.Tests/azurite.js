// Azurite on free ports, in memory, for as long as the process that started it lives: when that one ends, however it ends,
// this one's standard input closes.
process.stdin.on("end", () => process.exit()).on("error", () => process.exit()).resume();
process.argv.push("--inMemoryPersistence", "--silent", "--disableTelemetry", "--skipApiVersionCheck",
  "--blobPort", "0", "--queuePort", "0", "--tablePort", "0");
require("azurite/dist/src/azurite.js");
