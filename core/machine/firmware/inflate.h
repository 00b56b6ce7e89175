// SPDX-License-Identifier: Apache-2.0
// Unpacks gzip files with a limit on what comes out.
#pragma once

#include "core/machine/firmware/source.h"

namespace vitrine::machine::firmware {

// The unpacked bytes; an error when the file is damaged or would unpack to more than `limit` bytes.
base::Result<std::unique_ptr<Source>> inflate_gzip(const Source& packed, std::uint64_t limit);

}  // namespace vitrine::machine::firmware
