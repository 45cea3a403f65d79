import "./behaviours/autosubmit.js";
import "./behaviours/busy.js";
import "./behaviours/copy.js";
import "./behaviours/dialog.js";
import "./behaviours/errors.js";
import "./behaviours/failures.js";
import "./behaviours/gallery.js";
import "./behaviours/menu.js";
<<<<<<< HEAD
import "./behaviours/passkey.js";
import "./behaviours/print.js";
=======
import "./behaviours/picker.js";
>>>>>>> 894ef5a (A picture picker: button, drop or paste, progress, order by drag and keys, descriptions counted; a plain form does the same)
import "./behaviours/suggest.js";
import "./behaviours/theme.js";
import "./behaviours/toasts.js";
