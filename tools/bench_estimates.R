# R's right way to all statements x units with standard errors: one svyby a statement,
# because svymean over several variables drops a row where any of them is missing.
#   Rscript tools/bench_estimates.R SURVEY.csv OUT.csv stratified|clustered
suppressMessages(library(survey))
options(survey.lonely.psu = "adjust")
given <- commandArgs(TRUE)
data <- read.csv(given[1])
clustered <- given[3] == "clustered"
data$psus <- 5 * 40
items <- grep("^q", names(data), value = TRUE)
began <- proc.time()[["elapsed"]]
out <- list()
for (at in seq_along(items)) {
  data$mean <- data[[items[at]]]
  data$share <- as.numeric(data$mean >= 4)
  design <- if (clustered) svydesign(ids = ~psu, strata = ~stratum, weights = ~w, fpc = ~psus, data = data)
            else svydesign(ids = ~1, strata = ~stratum, weights = ~w, fpc = ~N, data = data)
  by <- svyby(~share + mean, ~unit, design, svymean, na.rm = TRUE)
  out[[at]] <- data.frame(item = at, unit = by$unit, share = by$share, share_se = by$se.share, mean = by$mean, mean_se = by$se.mean)
}
cat(sprintf("seconds=%.3f\n", proc.time()[["elapsed"]] - began))
write.table(format(do.call(rbind, out), digits = 17), given[2], sep = ",", row.names = FALSE, quote = FALSE)
