// Writing for others: marks by button or key, people by @, quoting in place, a look ahead. Each module does one of these.
import "./ahead.js";
import "./people.js";
import "./quote.js";
import "./tools.js";
