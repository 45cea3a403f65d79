// Choosing, sending, ordering and describing pictures in a form: each module does one of these.
import "./describe.js";
import "./drag.js";
import "./drop.js";
import "./hold.js";
import "./order.js";
import "./remove.js";
import "./take.js";
import "./watch.js";
