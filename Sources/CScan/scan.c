// SwiftPM builds no C target without a source file. This one also shows that the header stands alone.
#include "scan.h"
