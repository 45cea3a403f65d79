// The product editor: keeping what is typed, looking ahead, and the table of combinations. Each module does one of these.
import "./ahead.js";
import "./away.js";
import "./brands.js";
import "./cells.js";
import "./keep.js";
import "./paste.js";
import "./pictures.js";
