// A list of rows that is worked through: each module does one of these.
import "./tick.js";
import "./walk.js";
import "./keys.js";
import "./edit.js";
